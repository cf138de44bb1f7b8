# SPDX-License-Identifier: Apache-2.0

"""A resource type for tests: an object whose every PATCH needs a key.

So some clients have it of data groups, and of their ``type``, from 14.1.0.1
on, and others do not. A signal and a suspension change the records, for want
of anything better.
"""

from f5_heat.engine import schema
from f5_heat.engine.objects import bigip
from f5_heat.engine.traits import signals
from f5_heat.engine.traits import suspension
from f5_heat.engine.validation import constraints

CLOSED = 'closed'


class Gate(suspension.Gate):
    on = {'records': []}
    off = {'records': [{'name': CLOSED}]}

    @staticmethod
    def is_open(body):
        return not body.get('records')

    @staticmethod
    def is_shut(body):
        return bool(body.get('records'))


class AdminState(schema.String):
    def write(self, body, value, folder):
        body['records'] = [] if value == 'enabled' else [{'name': value}]

    def read(self, body):
        records = body.get('records') or [{'name': 'enabled'}]
        return records[0]['name']


class DataGroup(signals.SignalledObject):
    """Values that an iRule looks up."""

    collection = 'ltm/data-group/internal'
    always = ('type',)
    traits = (signals.Signals(), suspension.Suspend(Gate()))

    properties_schema = {
        **bigip.NAMING,
        **bigip.DESCRIPTION,
        'type': schema.String(
            'What the names of the records are.',
            wire='type',
            required=True,
            update_allowed=False,
            constraints=[constraints.AllowedValues(['string', 'ip'])],
        ),
        'admin_state': AdminState('A word.', unset='enabled'),
    }

    attributes_schema = bigip.IDENTITY


def resource_mapping():
    return {'Test::DataGroup': DataGroup}
