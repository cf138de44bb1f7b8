# SPDX-License-Identifier: Apache-2.0

"""A resource type for tests: a script that external monitors run."""

from f5_heat.engine import ownership
from f5_heat.engine.objects import adoption
from f5_heat.engine.objects import bigip
from f5_heat.engine.traits import files


class MonitorScript(bigip.BigIPObject):
    """A file, and nothing beside it."""

    collection = 'sys/file/external-monitor'
    ownership = ownership.SOURCE
    uploads = 'content'
    handle_class = files.Upload
    traits = (files.Contents(),)
    no_transaction = True

    properties_schema = {
        **bigip.NAMING,
        **adoption.ON_CONFLICT,
        'script': files.Content(
            'The text of the script.', 'content', required=True
        ),
    }

    attributes_schema = bigip.IDENTITY


def resource_mapping():
    return {'Test::MonitorScript': MonitorScript}
