# SPDX-License-Identifier: Apache-2.0

"""A callback of Ansible that tells what became of each task."""

import json
import os

from ansible.plugins import callback


class CallbackModule(callback.CallbackBase):
    """Writes a line of JSON for each task into the file ``TOLD``."""

    CALLBACK_VERSION = 2.0
    CALLBACK_NAME = 'told'
    CALLBACK_TYPE = 'stdout'

    def _tell(self, result, outcome):
        told = result.result
        line = {
            'module': result.task.action.rpartition('.')[2],
            'task': result.task.get_name(),
            'outcome': 'changed' if told.get('changed') else outcome,
            'said': told,
        }
        with open(os.environ['TOLD'], 'a') as file:
            file.write(json.dumps(line, default=str) + '\n')

    def v2_runner_on_ok(self, result):
        self._tell(result, 'ok')

    def v2_runner_on_failed(self, result, ignore_errors=False):
        self._tell(result, 'failed')
