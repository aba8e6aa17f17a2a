"""What the machine can do at most: matrix products and memory."""

import time

import torch


def processor():
    with open("/proc/cpuinfo") as file:
        lines = [line.split(":", 1) for line in file if ":" in line]
    facts = {key.strip(): value.strip() for key, value in reversed(lines)}
    return f"{facts['model name']} (family {facts.get('cpu family')}, model {facts.get('model')})"


def has_avx512():
    with open("/proc/cpuinfo") as file:
        return " avx512vl " in file.read()


def best(work, function, repeats=7):
    """The most work a second of some runs."""
    function()
    rates = []
    for _ in range(repeats):
        began = time.monotonic()
        function()
        rates.append(work / (time.monotonic() - began))
    return max(rates)


def measure():
    rows, inner, columns = 6400, 512, 2048
    a, b = torch.rand(rows, inner), torch.rand(inner, columns)
    c = torch.empty(rows, columns)
    with torch.inference_mode():
        products = best(2 * rows * inner * columns, lambda: torch.mm(a, b, out=c)) / 1e9
    # 256 MB, which no cache holds; read and written.
    source = torch.rand(1 << 26)
    target = torch.empty_like(source)
    memory = best(8 << 26, lambda: target.copy_(source)) / 1e9
    return f"sgemm {products:.0f} GFLOP/s (PyTorch's), memory {memory:.0f} GB/s"
