# SPDX-License-Identifier: Apache-2.0

"""What the stacks hold whose engine is killed, and what is beside them."""

import dataclasses
import typing

# What others have made on each device.
FOREIGN = (
    ('ltm/monitor/http', {'name': 'theirs'}),
    ('ltm/node', {'name': 'theirs', 'address': '10.0.0.9'}),
    ('ltm/pool', {'name': 'theirs', 'members': ['10.0.0.8:80']}),
    ('ltm/virtual', {'name': 'theirs', 'destination': '192.0.2.9:80'}),
    ('ltm/snatpool', {'name': 'theirs', 'members': ['198.51.100.9']}),
    ('ltm/pool', {'name': 'adopted', 'slowRampTime': 77}),
)

FULL_TEMPLATE = """
cli script app.shared {
    proc name_of {name} {
        return ${name}_pool
    }
}
sys application template app {
    actions replace-all-with {
        definition {
            implementation {
                tmsh::include app.shared
                tmsh::create ltm pool [name_of web]
            }
            presentation {
                section web { string address }
            }
            role-acl { %s }
        }
    }
}
"""
SCRIPT = (
    'tmsh::create ltm pool web members replace-all-with '
    '\\{ $::web__address:80 \\}'
)


def thing(type_name, *after, **properties):
    made = {'type': 'F5::' + type_name, 'properties': properties}
    return {**made, 'depends_on': list(after)} if after else made


def get(name):
    return {'get_resource': name}


def members(*numbers):
    return [
        {'member_ip': '10.0.0.%d' % number, 'member_port': 80}
        for number in numbers
    ]


@dataclasses.dataclass(frozen=True, eq=False)
class Thing:
    """A stack by its states: the resources of one, and those it changes to.

    ``stays`` says that what the stack deletes was there before it. ``busy``
    is a member that has a connection, as the control interface names it;
    how often Heat looks for that is left to chance, so only the first
    requests are told apart.
    """

    name: str
    state: dict
    changes: typing.Mapping[str, dict] = dataclasses.field(
        default_factory=dict
    )
    stays: bool = False
    busy: tuple[str, str] | None = None


def pool(**properties):
    return thing('LTM::Pool', **properties)


def member(address, **properties):
    return {
        'pool': pool(name='web'),
        'member': thing(
            'LTM::PoolMember',
            pool=get('pool'),
            address=address,
            port=80,
            **properties,
        ),
    }


def node(address, **properties):
    return {
        'node': thing('LTM::Node', name='web', address=address, **properties)
    }


def server(name='web', ip='192.0.2.1', **properties):
    return {
        'server': thing(
            'LTM::VirtualServer', name=name, ip=ip, port=80, **properties
        )
    }


def used_monitor(parent, **name):
    """A monitor that a pool uses, below one of two."""
    return {
        'one': thing('LTM::Monitor::HTTP', name='one', interval=7),
        'two': thing('LTM::Monitor::HTTP', name='two', interval=8),
        'monitor': thing(
            'LTM::Monitor::HTTP', defaults_from=get(parent), **name
        ),
        'pool': pool(name='web', monitors=[get('monitor')]),
    }


def monitor(parent, **properties):
    return {
        'monitor': thing(
            'LTM::Monitor::HTTP',
            name='web',
            defaults_from=parent,
            **properties,
        )
    }


def profile(**properties):
    return {'profile': thing('LTM::Profile::TCP', name='web', **properties)}


def rule(text, name='web'):
    return {
        'rule': thing(
            'LTM::IRule',
            name=name,
            definition='when CLIENT_ACCEPTED { log local0. "%s" }' % text,
        )
    }


def snat(*addresses, **properties):
    return {
        'snat': thing(
            'LTM::SnatPool', name='web', members=list(addresses), **properties
        )
    }


def service(address, template='template'):
    return {
        'template': thing(
            'Sys::iAppCompositeTemplate',
            partition='Common',
            name='app',
            implementation=SCRIPT,
            presentation='section web { string address }',
        ),
        'other': thing(
            'Sys::iAppCompositeTemplate',
            partition='Common',
            name='other',
            implementation=SCRIPT,
            presentation='section web { string address }',
        ),
        'service': thing(
            'Sys::iAppService',
            name='app',
            template_name=get(template),
            variables={'web__address': address},
        ),
    }


def full_template(roles):
    return {
        'template': thing(
            'Sys::iAppFullTemplate',
            partition='Common',
            full_template=FULL_TEMPLATE % roles,
        )
    }


def partition(name='ours', number=1, **properties):
    return {
        'partition': thing('Sys::Partition', name=name, **properties),
        'pool': pool(
            name='web', partition=get('partition'), members=members(number)
        ),
    }


def device(timeout):
    return {
        'device': thing(
            'BigIP::Device',
            ip='<address>',
            username='admin',
            password='admin',
            ca_cert='<ca>',
            timeout=timeout,
        ),
        'pool': pool(bigip_server=get('device'), name='web'),
    }


def application(address, interval):
    """The usual, under the names that it has by itself."""
    return {
        'monitor': thing('LTM::Monitor::HTTP', interval=interval),
        'pool': pool(monitors=[get('monitor')], members=members(1, interval)),
        'server': thing(
            'LTM::VirtualServer',
            ip=address,
            port=80,
            ip_protocol='tcp',
            profiles=['http', 'tcp'],
            default_pool=get('pool'),
        ),
    }


def drained(*numbers):
    return {
        'pool': pool(
            name='web',
            members=[{**one, 'drain': 3} for one in members(*numbers)],
        )
    }


THINGS = (
    Thing(
        'pool',
        {'pool': pool(name='web', members=members(1, 2))},
        {
            'members': {
                'pool': pool(
                    name='web', slow_ramp_time=5, members=members(2, 3)
                )
            },
            'name': {'pool': pool(name='other', members=members(2, 3))},
        },
    ),
    Thing(
        'member',
        member('10.0.0.1'),
        {
            'ratio': member('10.0.0.1', ratio=5),
            'address': member('10.0.0.2'),
        },
    ),
    Thing(
        'node',
        node('10.0.0.1'),
        {
            'ratio': node('10.0.0.1', ratio=5),
            'address': node('10.0.0.2'),
        },
    ),
    Thing(
        'server',
        server(profiles=['http', 'tcp'], ip_protocol='tcp'),
        {
            'address': server(
                ip='192.0.2.2', profiles=['http', 'tcp'], ip_protocol='tcp'
            ),
            'name': server(name='other', profiles=['tcp'], ip_protocol='tcp'),
        },
    ),
    Thing(
        'monitor',
        monitor('/Common/http'),
        {
            'interval': monitor('/Common/http', interval=4),
            'parent': monitor('/Common/theirs'),
        },
    ),
    Thing('unnamed', used_monitor('one'), {'parent': used_monitor('two')}),
    Thing('profile', profile(), {'timeout': profile(idle_timeout=70)}),
    Thing(
        'rule',
        rule('one'),
        {'text': rule('two'), 'name': rule('one', 'other')},
    ),
    Thing(
        'snat',
        snat('198.51.100.1', '198.51.100.2'),
        {'members': snat('198.51.100.2', '198.51.100.3')},
    ),
    Thing(
        'service',
        service('10.0.0.1'),
        {
            'answer': service('10.0.0.2'),
            'template': service('10.0.0.1', 'other'),
        },
    ),
    Thing(
        'full',
        full_template('admin'),
        {'text': full_template('admin manager')},
    ),
    Thing(
        'partition',
        partition(),
        {
            'description': partition(description='web'),
            'name': partition('other', 2),
        },
    ),
    Thing('device', device(50), {'timeout': device(60)}),
    Thing(
        'application',
        application('192.0.2.1', 4),
        {'all': application('192.0.2.2', 5)},
    ),
    Thing(
        'drained',
        drained(1, 2),
        {'members': drained(1, 3)},
        busy=('/Common/web', '/Common/10.0.0.2:80'),
    ),
    Thing(
        'adopted',
        {'pool': pool(name='adopted', slow_ramp_time=5, on_conflict='adopt')},
        stays=True,
    ),
)


def signalled(resources):
    """The names of the resources that take signals."""
    return of_types(resources, 'Node', 'PoolMember')


def suspended(resources):
    """The names of the resources that a suspension concerns."""
    return of_types(resources, 'Pool', 'PoolMember', 'VirtualServer')


def of_types(resources, *types):
    return [
        name
        for name, resource in resources.items()
        if resource['type'].removeprefix('F5::LTM::') in types
    ]


def enabled(resources):
    """The resources, those of them given a state that take signals."""
    return {
        name: {
            **resource,
            'properties': {**resource['properties'], 'admin_state': 'enabled'},
        }
        if name in signalled(resources)
        else resource
        for name, resource in resources.items()
    }


def template(resources, name, simulator):
    """A template for a device, which is called ``name`` in heat.conf."""
    with open(simulator.ca_file) as file:
        known = {'<address>': simulator.address, '<ca>': file.read()}
    made = {}
    for key, resource in resources.items():
        properties = {
            word: known.get(value, value) if isinstance(value, str) else value
            for word, value in resource['properties'].items()
        }
        if resource['type'] != 'F5::BigIP::Device':
            properties.setdefault('bigip_server', name)
        made[key] = {**resource, 'properties': properties}
    return {'heat_template_version': '2021-04-16', 'resources': made}
