# SPDX-License-Identifier: Apache-2.0

"""What lets a Python find none of the entry points of one distribution."""

import importlib.metadata
import os

_discover = importlib.metadata.Distribution.discover


def discover(**kwargs):
    hidden = os.environ.get('HIDDEN_DISTRIBUTION')
    return (
        found
        for found in _discover(**kwargs)
        if found.metadata['Name'].replace('-', '_') != hidden
    )


importlib.metadata.Distribution.discover = discover
