# SPDX-License-Identifier: Apache-2.0

"""The start and the end of a heat-engine process.

Heat has no hook for either, and Python's ``atexit`` does not run: a worker
leaves with ``os._exit``. In all versions Heat's launchers call
``EngineService.start`` and ``stop`` in each worker.
"""

import functools
import sys
import threading


def accompany(started, stopped):
    """Call functions when an engine has started or stopped.

    ``started`` is called in a thread, so that it cannot keep the engine from
    starting; the process ends after ``stopped``. Nothing is called if Heat's
    engine is not loaded.
    """
    service = sys.modules.get('heat.engine.service')
    if service is None:
        return
    engine = service.EngineService
    start, stop = engine.start, engine.stop

    @functools.wraps(start)
    def start_and_tell(self, *args, **kwargs):
        start(self, *args, **kwargs)
        threading.Thread(target=started, daemon=True).start()

    @functools.wraps(stop)
    def stop_and_tell(self, *args, **kwargs):
        try:
            stop(self, *args, **kwargs)
        finally:
            stopped()

    engine.start, engine.stop = start_and_tell, stop_and_tell
