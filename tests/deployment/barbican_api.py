# SPDX-License-Identifier: Apache-2.0

"""The application of the Barbican that barbican.py runs.

Barbican's own module looks for the description of it in /etc alone.
"""

import importlib.metadata

from barbican.api import app  # noqa: F401 (reads the configuration)
from paste import deploy

application = deploy.loadapp(
    'config:%s'
    % next(
        file.locate().resolve()
        for file in importlib.metadata.files('barbican')
        if file.name == 'barbican-api-paste.ini'
    )
)
