# Licensed under the Apache License, Version 2.0 (the "License"); you may
# not use this file except in compliance with the License. You may obtain
# a copy of the License at
#
#      http://www.apache.org/licenses/LICENSE-2.0
#
# Unless required by applicable law or agreed to in writing, software
# distributed under the License is distributed on an "AS IS" BASIS, WITHOUT
# WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the
# License for the specific language governing permissions and limitations
# under the License.

"""One row of data for each type: what the contract test does with it."""

import dataclasses

#: The value of a property that was never given: that of a plain object.
UNSET = object()
#: No drift is provoked: the device never shows the value.
UNSEEN = object()


@dataclasses.dataclass
class Change:
    """A property, two values for it, and how the device shows each.

    ``key`` is the key in iControl's JSON, with dots for nested ones. Where
    ``sent_first`` and ``sent_second`` are not given the device shows the
    values as they are. ``drift`` is what somebody sets behind Heat's back,
    by default what the device shows for the first value.
    """

    key: str
    first: object
    second: object
    sent_first: object = None
    sent_second: object = None
    drift: object = None

    def __post_init__(self):
        if self.sent_first is None:
            self.sent_first = self.first
        if self.sent_second is None:
            self.sent_second = self.second
        if self.drift is None:
            self.drift = self.sent_first


@dataclasses.dataclass
class Row:
    """A type: the smallest object of it, and its properties.

    In texts ``<name>`` stands for the name of the object, ``<n>`` for its
    number in the stack, and ``<tag>`` for the name of the stack. ``needs``
    are resources beside it, ``apart`` the properties that cannot stand
    together with the others, ``fixed`` the create-only ones.
    """

    type: str
    uri: str
    given: dict
    changes: dict
    needs: dict = dataclasses.field(default_factory=dict)
    apart: tuple = ()
    fixed: dict = dataclasses.field(default_factory=dict)


def dig(body, key):
    """The value of a key with dots; a number is an index of a list."""
    for part in key.split('.'):
        if isinstance(body, list):
            body = body[int(part)] if int(part) < len(body) else None
        elif isinstance(body, dict):
            body = body.get(part)
        else:
            return None
    return body


def bury(body, key, value):
    """Set a key with dots."""
    *parents, last = key.split('.')
    for part in parents:
        body = body.setdefault(part, {})
    body[last] = value


def like(actual, expected):
    """Whether what a device shows has all that is expected in it.

    Of an object the expected keys are compared, of a list each item.
    """
    if isinstance(expected, dict):
        return isinstance(actual, dict) and all(
            like(actual.get(key), value) for key, value in expected.items())
    if isinstance(expected, list):
        return (isinstance(actual, list) and len(actual) == len(expected)
                and all(map(like, actual, expected)))
    if isinstance(expected, str) and isinstance(actual, str):
        return actual.strip() == expected.strip()
    return actual == expected


def yes_no(key, first=True):
    """A boolean that the device has in the words yes and no."""
    words = {True: 'yes', False: 'no'}
    return Change(key, first, not first, words[first], words[not first])


def switch(key, first=True):
    """A boolean that the device has as enabled and disabled."""
    words = {True: 'enabled', False: 'disabled'}
    return Change(key, first, not first, words[first], words[not first])


DESCRIPTION = Change('description', 'one', 'two')

NODE = Row(
    'F5::LTM::Node', 'ltm/node/~Common~<name>',
    given={'name': '<name>', 'address': '192.0.2.<n>'},
    changes={
        'ratio': Change('ratio', 2, 3),
        'dynamic_ratio': Change('dynamicRatio', 2, 3),
        'connection_limit': Change('connectionLimit', 10, 20),
        'rate_limit': Change('rateLimit', '10', '20'),
        'logging': switch('logging'),
        'monitors': Change(
            'monitor', ['icmp'], ['/Common/icmp', '/Common/tcp_echo'],
            '/Common/icmp', '/Common/icmp and /Common/tcp_echo'),
        'admin_state': Change(
            'session', 'enabled', 'disabled', 'user-enabled',
            'user-disabled'),
    },
    apart=('admin_state',),
    fixed={'address': Change(
        'address', '192.0.2.10<n>', '192.0.2.11<n>')})

POOL = Row(
    'F5::LTM::Pool', 'ltm/pool/~Common~<name>',
    given={'name': '<name>'},
    changes={
        'description': DESCRIPTION,
        'load_balancing_mode': Change(
            'loadBalancingMode', 'least-connections-member', 'ratio-member'),
        'monitors': Change(
            'monitor', ['http'], ['/Common/http', '/Common/tcp'],
            '/Common/http', '/Common/http and /Common/tcp'),
        'min_active_members': Change('minActiveMembers', 1, 2),
        'min_up_members': Change('minUpMembers', 1, 2),
        'min_up_members_action': Change(
            'minUpMembersAction', 'reboot', 'restart-all'),
        'min_up_members_checking': switch('minUpMembersChecking'),
        'service_down_action': Change(
            'serviceDownAction', 'Reject', 'drop', 'reset'),
        'slow_ramp_time': Change('slowRampTime', 20, 30),
        'reselect_tries': Change('reselectTries', 1, 2),
        'allow_nat': yes_no('allowNat', False),
        'allow_snat': yes_no('allowSnat', False),
        'ignore_persisted_weight': switch('ignorePersistedWeight'),
        'ip_tos_to_client': Change('ipTosToClient', '8', 'mimic'),
        'ip_tos_to_server': Change('ipTosToServer', '8', 'mimic'),
        'link_qos_to_client': Change('linkQosToClient', '1', '2'),
        'link_qos_to_server': Change('linkQosToServer', '1', '2'),
        'queue_on_connection_limit': switch('queueOnConnectionLimit'),
        'queue_depth_limit': Change('queueDepthLimit', 10, 20),
        'queue_time_limit': Change('queueTimeLimit', 10, 20),
    })

ROWS = [NODE, POOL]
