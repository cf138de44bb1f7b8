# SPDX-License-Identifier: Apache-2.0

"""A stack that does whatever comes, and what the device has to hold then.

What is expected is said in the device's terms, from what the template gives
and from objects that were made by hand; nothing of the package is used.
"""

import re

from hypothesis import strategies

#: The object that is somebody else's, and in the way of some templates.
FOREIGN = '/Common/sequences_foreign'

SENT = 'GET /\\r\\n'
MODES = {
    None: 'round-robin',
    'ratio-member': 'ratio-member',
    'least-connections-member': 'least-connections-member',
}
WORDS = strategies.sampled_from([None, 'one', 'other'])
MEMBER = strategies.fixed_dictionaries(
    {
        'ratio': strategies.integers(1, 3),
        'admin_state': strategies.sampled_from(
            [None, 'enabled', 'disabled', 'forced_offline']
        ),
    }
)
PORTS = strategies.sampled_from([80, 8080])

#: How each part of a template is made; None where it is left out.
PARTS = {
    'monitor': strategies.one_of(
        strategies.none(),
        (
            strategies.fixed_dictionaries(
                {
                    'interval': strategies.integers(4, 6),
                    'send': strategies.sampled_from([None, 'HEAD /\\r\\n']),
                }
            )
        ),
    ),
    'rule': strategies.sampled_from(
        [None, 'when HTTP_REQUEST { drop }', 'when HTTP_REQUEST { reject }']
    ),
    'pool': strategies.fixed_dictionaries(
        {
            'mode': strategies.sampled_from(list(MODES)),
            'description': WORDS,
            'watched': strategies.booleans(),
            'members': strategies.dictionaries(
                strategies.integers(1, 3), MEMBER
            ),
        }
    ),
    'member': strategies.one_of(
        strategies.none(),
        (
            strategies.fixed_dictionaries(
                {'host': strategies.integers(1, 4), 'settings': MEMBER}
            )
        ),
    ),
    'server': strategies.one_of(
        strategies.none(),
        (
            strategies.fixed_dictionaries(
                {
                    'host': strategies.integers(1, 2),
                    'port': PORTS,
                    'up': strategies.sampled_from([None, True, False]),
                    'description': WORDS,
                    'type': strategies.sampled_from(['standard', 'reject']),
                    'balanced': strategies.booleans(),
                    'ruled': strategies.booleans(),
                }
            )
        ),
    ),
    'by_name': strategies.booleans(),
}


class Wishes:
    """What a template asks for, in one partition of a device."""

    def __init__(self, parts, partition, number):
        self.parts = parts
        self.partition = partition
        self.number = number
        self.net = '10.%d' % number

    def redrawn(self, draw):
        """Other wishes, which have some parts in common with these."""
        names = draw(
            strategies.sets(
                strategies.sampled_from(sorted(PARTS)), min_size=1, max_size=3
            )
        )
        return Wishes(
            {
                **self.parts,
                **{name: draw(PARTS[name]) for name in sorted(names)},
            },
            self.partition,
            self.number,
        )

    def redrawn_whole(self, draw):
        return Wishes(
            {name: draw(PARTS[name]) for name in sorted(PARTS)},
            self.partition,
            self.number,
        )

    # The template.

    def refer(self, name):
        if self.parts['by_name']:
            return self.partition if name == 'partition' else name
        return {'get_resource': name}

    def watched(self):
        return self.parts['monitor'] and self.parts['pool']['watched']

    def ruled(self):
        server = self.parts['server']
        return server['type'] == 'standard' and (
            server['ruled'] and self.parts['rule']
        )

    def balanced(self):
        server = self.parts['server']
        return server['type'] == 'standard' and server['balanced']

    def template(self, obstacle=None):
        """The template; an obstacle lets its stack fail.

        The obstacle is a pool with a taken name, made after the resources
        that are given, or a server with an unknown pool ('unknown').
        """
        made = {
            'partition': ('F5::Sys::Partition', {'name': self.partition}),
            'pool': ('F5::LTM::Pool', self._pool()),
        }
        if self.parts['monitor']:
            made['monitor'] = ('F5::LTM::Monitor::HTTP', self.parts['monitor'])
        if self.parts['rule']:
            made['rule'] = (
                'F5::LTM::IRule',
                {'definition': self.parts['rule']},
            )
        if self.parts['member']:
            made['extra'] = ('F5::LTM::Pool', {})
            made['member'] = (
                'F5::LTM::PoolMember',
                {
                    'pool': {'get_resource': 'extra'},
                    'address': self.address(self.parts['member']['host']),
                    'port': 80,
                    **self.parts['member']['settings'],
                },
            )
        if self.parts['server']:
            made['server'] = ('F5::LTM::VirtualServer', self._server())
        resources = {}
        for name, (kind, properties) in made.items():
            if name not in ('partition', 'member'):
                properties = {
                    'partition': self.refer('partition'),
                    'name': name,
                    **properties,
                }
            resources[name] = {
                'type': kind,
                'properties': {
                    key: value
                    for key, value in properties.items()
                    if value is not None
                },
            }
        if obstacle == 'unknown':
            resources['pool']['properties']['monitors'] = [
                '/Common/no_such_monitor'
            ]
        elif obstacle is not None:
            resources['obstacle'] = {
                'type': 'F5::LTM::Pool',
                'properties': {'name': FOREIGN},
                'depends_on': [name for name in obstacle if name in resources],
            }
        resources['save'] = {'type': 'F5::Sys::Save'}
        return {'heat_template_version': '2021-04-16', 'resources': resources}

    def address(self, host):
        return '%s.0.%d' % (self.net, host)

    def _pool(self):
        pool = self.parts['pool']
        return {
            'load_balancing_mode': pool['mode'],
            'description': pool['description'],
            'monitors': [self.refer('monitor')] if self.watched() else None,
            'members': [
                {
                    'member_ip': self.address(host),
                    'member_port': 80,
                    **{
                        key: value
                        for key, value in settings.items()
                        if value is not None
                    },
                }
                for host, settings in pool['members'].items()
            ],
        }

    def _server(self):
        server = self.parts['server']
        return {
            'ip': '%s.1.%d' % (self.net, server['host']),
            'port': server['port'],
            'ip_protocol': 'tcp',
            'type': server['type'],
            'profiles': ['/Common/tcp', '/Common/http']
            if (server['type'] == 'standard')
            else None,
            'snat': 'none',
            'admin_state_up': server['up'],
            'description': server['description'],
            'default_pool': self.refer('pool') if self.balanced() else None,
            'irules': [self.refer('rule')] if self.ruled() else None,
        }

    # The device.

    def objects(self):
        """The objects of each resource, with what they have said of them.

        {resource: {(collection, path): {key: value}}}
        """
        parts = self.parts
        made = {
            'partition': {
                ('auth/partition', self.partition): {},
                ('sys/folder', '/' + self.partition): {},
                ('sys/folder', self.path('Drafts')): {},
            },
            'pool': {
                ('ltm/pool', self.path('pool')): {
                    'loadBalancingMode': MODES[parts['pool']['mode']],
                    'description': parts['pool']['description'],
                    'monitor': self.path('monitor')
                    if self.watched()
                    else None,
                },
                **self._members('pool', parts['pool']['members']),
            },
        }
        if parts['monitor']:
            made['monitor'] = {
                ('ltm/monitor/http', self.path('monitor')): {
                    'interval': parts['monitor']['interval'],
                    'send': parts['monitor']['send'] or SENT,
                }
            }
        if parts['rule']:
            made['rule'] = {
                ('ltm/rule', self.path('rule')): {
                    'apiAnonymous': parts['rule']
                }
            }
        if parts['member']:
            made['extra'] = {('ltm/pool', self.path('extra')): {}}
            made['member'] = self._members(
                'extra', {parts['member']['host']: parts['member']['settings']}
            )
        if parts['server']:
            made['server'] = self._server_objects()
        return made

    def requires(self):
        """What each resource depends on: {resource: resources}."""
        found = {
            'pool': {'monitor'} if self.watched() else set(),
            'member': {'extra'},
        }
        if self.parts['server']:
            found['server'] = {
                name
                for name, named in (
                    ('pool', self.balanced()),
                    ('rule', self.ruled()),
                )
                if named
            }
        return found

    def tells(self, resource, place, key):
        """Whether the template gives what a key stands for."""
        if key == 'loadBalancingMode':
            return resource == 'pool' and self.parts['pool']['mode']
        if key == 'description':
            return self.parts[resource]['description']
        if key == 'up':
            return self.parts['server']['up'] is not None
        if key == 'send':
            return self.parts['monitor']['send']
        if key == 'rules':
            return self.ruled()
        if key == 'admin':
            settings = (
                [self.parts['member']['settings']]
                if (resource == 'member')
                else [
                    settings
                    for host, settings in self.parts['pool']['members'].items()
                    if place[1] == self.path(self.address(host)) + ':80'
                ]
            )
            return settings[0]['admin_state']
        return True

    def _server_objects(self):
        server = self.parts['server']
        address = '%s.1.%d' % (self.net, server['host'])
        standard = server['type'] == 'standard'
        made = {
            ('ltm/virtual', self.path('server')): {
                'destination': '%s:%d' % (self.path(address), server['port']),
                'up': server['up'] is not False,
                'description': server['description'],
                'pool': self.path('pool') if self.balanced() else None,
                'rules': [self.path('rule')] if self.ruled() else None,
                **({} if standard else {'reject': True}),
            },
            ('ltm/virtual-address', self.path(address)): {},
        }
        profiles = 'ltm/virtual/~%s~server/profiles' % self.partition
        made.update(
            {
                (profiles, '/Common/' + name): {}
                for name in (('tcp', 'http') if standard else ('fastL4',))
            }
        )
        return made

    def _members(self, pool, members):
        collection = 'ltm/pool/~%s~%s/members' % (self.partition, pool)
        made = {}
        for host, settings in members.items():
            address = self.path(self.address(host))
            made['ltm/node', address] = {}
            made[collection, address + ':80'] = {
                'ratio': settings['ratio'],
                'admin': settings['admin_state'] or 'enabled',
            }
        return made

    def path(self, name):
        return '/%s/%s' % (self.partition, name)

    def is_here(self, collection, path):
        """Whether an object lies in the partition."""
        return (
            path.split('/')[1 if path[0] == '/' else 0] == self.partition
            or '~%s~' % self.partition in collection
        )


#: What a hand can do to an object: for a key what it becomes, and how.
EDITS = {
    'http': {
        'interval': [(9, {'interval': 9}), (5, {'interval': 5})],
        'send': [('GET /other', {'send': 'GET /other'})],
    },
    'rule': {
        'apiAnonymous': [
            (
                'when HTTP_REQUEST { log }',
                {'apiAnonymous': 'when HTTP_REQUEST { log }'},
            )
        ],
    },
    'pool': {
        'loadBalancingMode': [
            (mode, {'loadBalancingMode': mode})
            for mode in ('least-sessions', 'round-robin')
        ],
        'slowRampTime': [(30, {'slowRampTime': 30})],
    },
    'members': {
        'ratio': [(number, {'ratio': number}) for number in (1, 9)],
        'admin': [
            ('enabled', {'session': 'user-enabled', 'state': 'user-up'}),
            ('disabled', {'session': 'user-disabled', 'state': 'user-up'}),
            (
                'forced_offline',
                {'session': 'user-disabled', 'state': 'user-down'},
            ),
        ],
    },
    'virtual': {
        'up': [(True, {'enabled': True}), (False, {'disabled': True})],
        'rules': [(None, {'rules': []})],
        'connectionLimit': [(7, {'connectionLimit': 7})],
    },
}

#: The keys that no template says anything of.
UNTOLD = {'slowRampTime', 'connectionLimit'}

#: The property that a key stands for.
PROPERTIES = {
    'interval': 'interval',
    'send': 'send',
    'apiAnonymous': 'definition',
    'loadBalancingMode': 'load_balancing_mode',
    'ratio': 'ratio',
    'admin': 'admin_state',
    'up': 'admin_state_up',
    'rules': 'irules',
}


def replaced(resource, before, after):
    """Whether a change of wishes makes another object of the resource."""
    if resource == 'server':
        return before.parts['server']['type'] != after.parts['server']['type']
    if resource == 'member':
        return before.parts['member']['host'] != after.parts['member']['host']
    return False


def is_sent(resource, place, key, before, after):
    """Whether an update sends a key; members of a pool go together."""
    if resource == 'pool' and place[0].endswith('/members'):
        return key not in UNTOLD and any(
            before.get(one) != after.get(one)
            for one in {*before, *after}
            if one[0].endswith('/members')
        )
    return before.get(place, {}).get(key) != after[place].get(key)


def suspended(values):
    """What is left of an object's values while its stack is suspended."""
    if values.get('admin') == 'enabled':
        values = {**values, 'admin': 'disabled'}
    if 'up' in values:
        values = {**values, 'up': False}
    return values


def plain(bigip):
    """What objects are of which nobody says anything: {kind: values}."""
    made = [
        ('auth/partition', {'name': 'Plain'}),
        ('ltm/monitor/http', {'name': 'plain', 'partition': 'Plain'}),
        (
            'ltm/rule',
            {
                'name': 'plain',
                'partition': 'Plain',
                'apiAnonymous': 'when HTTP_REQUEST { drop }',
            },
        ),
        (
            'ltm/pool',
            {
                'name': 'plain',
                'partition': 'Plain',
                'members': [{'name': '10.98.0.1:80', 'partition': 'Plain'}],
            },
        ),
        (
            'ltm/virtual',
            {
                'name': 'plain',
                'partition': 'Plain',
                'ipProtocol': 'tcp',
                'destination': '/Plain/10.98.1.1:80',
                'profiles': ['/Common/tcp', '/Common/http'],
            },
        ),
    ]
    for collection, body in made:
        answer = bigip.post(collection, json=body)
        assert answer.ok, answer.text
    found = {
        'http': 'ltm/monitor/http/~Plain~plain',
        'rule': 'ltm/rule/~Plain~plain',
        'pool': 'ltm/pool/~Plain~plain',
        'members': 'ltm/pool/~Plain~plain/members/~Plain~10.98.0.1:80',
        'node': 'ltm/node/~Plain~10.98.0.1',
        'virtual': 'ltm/virtual/~Plain~plain',
        'virtual-address': 'ltm/virtual-address/~Plain~10.98.1.1',
    }
    return {
        kind: seen(path.rpartition('/')[0], bigip.read(path))
        for kind, path in found.items()
    }


#: What only the device writes, or what an object is called.
ITS_OWN = {
    'kind',
    'name',
    'partition',
    'fullPath',
    'subPath',
    'generation',
    'selfLink',
    'creationTime',
    'lastModifiedTime',
    'vsIndex',
    'address',
    'synCookieStatus',
    'metadata',
    'session',
    'state',
    'enabled',
    'disabled',
}


def seen(collection, body):
    """An object of the device without what belongs to the device alone."""
    kept = {
        key: value
        for key, value in body.items()
        if key not in ITS_OWN and not key.endswith('Reference')
    }
    if '[f5_heat companion]' in kept.get('description', ''):
        # Of a node that is there for the members of more than one pool.
        del kept['description']
    for key, mark in (
        ('description', r' ?\[f5_heat \S+\]$'),
        ('apiAnonymous', r'\n# f5_heat \S+$'),
    ):
        if key in kept:
            kept[key] = re.sub(mark, '', kept[key])
    for key in ('monitor', 'description'):
        kept[key] = (kept.get(key) or '').strip() or None
    if 'session' in body:
        kept['admin'] = (
            'enabled'
            if body['session'] != 'user-disabled'
            else (
                'forced_offline'
                if body['state'] == 'user-down'
                else 'disabled'
            )
        )
    if collection == 'ltm/virtual':
        kept['up'] = 'disabled' not in body
        kept.setdefault('pool', None)
        kept.setdefault('rules', None)
    return kept
