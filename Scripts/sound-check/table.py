"""Figures in columns, and which of them are out of bounds."""


class Table:
    def __init__(self):
        self.rows = 0
        self.faults = []

    def section(self, title, *columns):
        print(f"== {title}")
        if columns:
            self._print("", columns, "")

    def row(self, name, figures, faults=()):
        """Prints figures, and of `faults` (what is wrong: whether it is) those that hold."""
        wrong = [fault for fault, holds in dict(faults).items() if holds]
        self.rows += 1
        self.faults += [f"{name}: {fault}" for fault in wrong]
        self._print(name, figures, "  <-- " + "; ".join(wrong) if wrong else "")

    def note(self, text):
        print(f"   {text}", flush=True)

    def finish(self):
        """Prints the faults once more, and gives the exit code."""
        for fault in self.faults:
            print(f"out of bounds: {fault}")
        print(f"{self.rows} rows, {len(self.faults)} figures out of bounds")
        return 1 if self.faults else 0

    @staticmethod
    def _print(name, figures, remark):
        cells = "".join(
            f"{figure:>12.2f}" if isinstance(figure, float) else f"{figure!s:>12}"
            for figure in figures)
        print(f"{name[:38]:38}{cells}{remark}", flush=True)
