# SPDX-License-Identifier: Apache-2.0

"""The stacks that are measured, and the like of them that does nothing."""

import copy
import pathlib

from f5_heat.lab import lab

PARTITION = 'benchmark'


def applications(bigip, count, members):
    """A device, a partition, and in it pools, each with a virtual server.

    Their names alone say what belongs together: nothing says depends_on.
    """
    host, _, port = bigip.address.rpartition(':')
    device = {'get_resource': 'device'}
    resources = {
        'device': {
            'type': 'F5::BigIP::Device',
            'properties': {
                'ip': host,
                'port': int(port),
                'username': lab.USERNAME,
                'password': lab.PASSWORD,
                'ca_cert': pathlib.Path(bigip.ca_file).read_text(),
            },
        },
        'partition': {
            'type': 'F5::Sys::Partition',
            'properties': {'name': PARTITION, 'bigip_server': device},
        },
    }
    for number in range(count):
        pool = 'pool%d' % number
        place = {'bigip_server': device, 'partition': PARTITION}
        resources[pool] = {
            'type': 'F5::LTM::Pool',
            'properties': {
                **place,
                'name': pool,
                'load_balancing_mode': 'round-robin',
                'members': [member(number, place) for place in range(members)],
            },
        }
        resources['virtual%d' % number] = {
            'type': 'F5::LTM::VirtualServer',
            'properties': {
                **place,
                'name': 'virtual%d' % number,
                'ip': '172.16.%d.%d' % (number // 200, number % 200 + 1),
                'port': 80,
                'ip_protocol': 'tcp',
                'default_pool': pool,
            },
        }
    return {'heat_template_version': '2018-08-31', 'resources': resources}


def saved(template):
    """A stack that ends with a save, on which Heat waits once."""
    template = copy.deepcopy(template)
    template['resources']['save'] = {
        'type': 'F5::Sys::Save',
        'properties': {'bigip_server': {'get_resource': 'device'}},
    }
    return template


def of_the_operator(template):
    """The stack without its device, on the default one of heat.conf."""
    template = copy.deepcopy(template)
    resources = template['resources']
    del resources['device']
    for snippet in resources.values():
        del snippet['properties']['bigip_server']
    return template


def of_a_tenant(template):
    """The stack of a project that is kept apart, in its own partition."""
    template = of_the_operator(template)
    del template['resources']['partition']
    for snippet in template['resources'].values():
        snippet['properties'].pop('partition', None)
    return template


def member(number, place):
    return {
        'member_ip': '10.%d.%d.%d' % (number // 200, number % 200, place + 1),
        'member_port': 80,
    }


def with_another_member(template):
    """The stack after an update that adds a member to its first pool."""
    template = copy.deepcopy(template)
    members = template['resources']['pool0']['properties']['members']
    members.append(member(0, len(members)))
    return template


def doing_nothing(template):
    """The same resources, each OS::Heat::None, in the same order."""
    template = copy.deepcopy(template)
    resources = template['resources']
    for snippet in resources.values():
        snippet['type'] = 'OS::Heat::None'
        properties = snippet['properties']
        before = [properties.get('default_pool')]
        if 'partition' in properties:
            before.append('partition')
        snippet['depends_on'] = [*filter(None, before)]
    if 'save' in resources:
        resources['save']['depends_on'] = [
            name for name in resources if name.startswith('virtual')
        ]
    return template
