# SPDX-License-Identifier: Apache-2.0

"""Measures how the time that a text takes grows with its length."""

import contextlib
import gc
import signal
import time

LENGTHS = 100, 1000, 10000, 100000

# A text that is 10 times as long may take so many times as long. Where the
# time grows with the square of the length it is 100 times.
GROWTH = 20
# Seconds: what takes less counts as if it took so much, and nothing takes
# more for a text of the first length.
LEAST, MOST = 200e-6, 0.2
ATTEMPTS = 10

#: Letters that mean something to what reads a text, and some that do not.
LETTERS = ' \n/\\"{}[]a1A.:,#%-'


class TooSlow(BaseException):
    """A measurement took as long as it must not."""


@contextlib.contextmanager
def limited(seconds):
    """End what takes more than so many seconds of this process's CPU."""

    def stop(*arguments):
        raise TooSlow

    before = signal.signal(signal.SIGPROF, stop)
    # What others have left behind is not the text's cost.
    gc.disable()
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        gc.enable()
        signal.signal(signal.SIGPROF, before)


def is_linear(read, text):
    """Whether the time grows with the length alone.

    :param text: makes a text of about so many characters.
    """
    *_, last = texts = [text(length) for length in LENGTHS]
    # Others are busy on the machine, too.
    return grows_evenly(read, [last], LEAST * GROWTH) or any(
        grows_evenly(read, texts, MOST) for _ in range(ATTEMPTS)
    )


def grows_evenly(read, texts, most):
    """Whether each text takes not much more time than the one before it.

    :param most: the seconds that the first one may take.
    """
    with contextlib.suppress(TooSlow):
        for text in texts:
            begin = time.thread_time()
            with limited(most):
                read(text)
            taken = time.thread_time() - begin
            most = max(taken, LEAST) * GROWTH
        return True
    return False


def slow(read, shapes):
    """The first shape of text that makes something slow, or None."""
    return next(
        (one for one in shapes if not is_linear(read, repeated(*one))), None
    )


def repeated(prefix, part, suffix):
    """A function that makes texts of a length in which a part is repeated."""
    return lambda length: prefix + part * (length // len(part)) + suffix
