# SPDX-License-Identifier: Apache-2.0

"""The process of a heat-engine, or of Heat's API, of the tests.

It is started as ``python -m tests.deployment.process engine HEAT_CONF`` or
``... api HEAT_CONF SOCKET_FD``. Both run Heat's own entry points: heat-engine
forks its workers, heat-wsgi-api's application is served on the socket. Either
ends with its standard input, so that it never outlives who started it.
"""

import os
import sys
import threading

# Importing it chooses native threads or green ones, before all else.
from heat.cmd import engine  # isort: skip

from f5_heat.lab import heat_service


def end_with_input():
    # No lock is held meanwhile that a forked worker would wait for.
    os.read(0, 1)
    os._exit(0)


def main():
    threading.Thread(target=end_with_input, daemon=True).start()
    what, conf, *fd = sys.argv[1:]
    # Heat parses the arguments by itself.
    sys.argv = ['heat-' + what, '--config-file', conf]
    heat_service.serialize_ast_parse()
    if what == 'engine':
        engine.main()
        return
    from heat.wsgi import api

    application = heat_service.project_of_url(api.application)
    heat_service.Server(int(fd[0]), application).serve_forever()


if __name__ == '__main__':
    main()
