"""What the machine can do at most: matrix products and memory."""

import ctypes
import os
import time

import torch


def processor():
    with open("/proc/cpuinfo") as file:
        lines = [line.split(":", 1) for line in file if ":" in line]
    facts = {key.strip(): value.strip() for key, value in reversed(lines)}
    return f"{facts['model name']} (family {facts.get('cpu family')}, model {facts.get('model')})"


def has_flag(flag):
    with open("/proc/cpuinfo") as file:
        return f" {flag} " in file.read()


def has_avx512():
    return has_flag("avx512vl")


def has_bfloat16():
    return has_flag("avx512_bf16")


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
    own = openblas(a, b, c)
    # 256 MB, which no cache holds; read and written.
    source = torch.rand(1 << 26)
    target = torch.empty_like(source)
    memory = best(8 << 26, lambda: target.copy_(source)) / 1e9
    return (
        f"sgemm {products:.0f} GFLOP/s (PyTorch's){own}, memory {memory:.0f} GB/s")


def openblas(a, b, c):
    """The library that `render` trains with, on the kernels that it would choose."""
    if has_avx512():
        os.environ.setdefault("OPENBLAS_CORETYPE", "SkylakeX")
    try:
        library = ctypes.CDLL("libopenblas.so.0")
    except OSError:
        return ""
    (rows, inner), columns = a.shape, b.shape[1]
    library.openblas_set_num_threads(os.cpu_count())
    row_major, plain, one, zero = 101, 111, ctypes.c_float(1), ctypes.c_float(0)

    def pointer(tensor):
        return ctypes.c_void_p(tensor.data_ptr())

    def product():
        library.cblas_sgemm(
            row_major, plain, plain, rows, columns, inner, one, pointer(a), inner, pointer(b), columns,
            zero, pointer(c), columns)
    return f" and {best(2 * rows * inner * columns, product) / 1e9:.0f} (OpenBLAS's)"
