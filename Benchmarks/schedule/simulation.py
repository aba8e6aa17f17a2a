"""Threads that share some cores: a discrete-event simulation.

A thread is a generator. It yields the seconds of a core that it works next, or a function that says whether it may go
on. As many threads as there are cores work at full speed; more share the cores equally, as the system's scheduler
has them do.
"""


class Machine:
    def __init__(self, cores):
        self.cores = cores
        self.time = 0.0
        self.busy = 0.0
        self.working = {}
        self.waiting = []

    def start(self, thread):
        self.waiting.append((thread, None))

    def run(self):
        """The seconds until all threads have ended, or wait for ever."""
        while True:
            self.resume()
            if not self.working:
                return self.time
            speed = min(1.0, self.cores / len(self.working))
            step = min(self.working.values())
            self.time += step / speed
            self.busy += step * len(self.working)
            for thread in list(self.working):
                self.working[thread] -= step
                if self.working[thread] <= 1e-12:
                    del self.working[thread]
                    self.waiting.append((thread, None))

    def resume(self):
        """Lets each thread that may go on do so, until all of them work or wait."""
        goes_on = True
        while goes_on:
            goes_on = False
            waiting, self.waiting = self.waiting, []
            for thread, may_go_on in waiting:
                if may_go_on is not None and not may_go_on():
                    self.waiting.append((thread, may_go_on))
                    continue
                goes_on = True
                wish = next(thread, None)
                if callable(wish):
                    self.waiting.append((thread, wish))
                elif wish is not None:
                    self.working[thread] = max(wish, 1e-9)
