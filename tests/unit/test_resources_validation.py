# SPDX-License-Identifier: Apache-2.0

"""What is refused before anything is asked of a device."""

import pytest
from heat.common import context
from heat.common import exception
from heat.engine import clients
from heat.engine import environment
from heat.engine import resources as heat_resources
from heat.engine import stack
from heat.engine import template

from f5_heat.plugin import resource_types

IAPP = {'name': 'shop', 'template_name': '/Common/lb'}
TEMPLATE = {
    'name': 'lb',
    'partition': 'Common',
    'implementation': 'i',
    'presentation': 'p',
}
FULL = (
    'sys application template %s { actions { definition { '
    'implementation { } presentation { } } } }'
)
CLUSTER = {'device_group_name': 'pair', 'devices': ['one', 'other']}


@pytest.fixture(scope='module')
def validate(heat_conf):
    """A function that validates a resource of a type with properties."""
    heat_conf('one', 'other')
    clients.initialise()
    ours = environment.Environment({}, user_env=False)
    for name, kind in resource_types.resource_mapping().items():
        ours.register_class(name, kind)
    before, heat_resources._environment = heat_resources._environment, ours

    def validate(kind, properties):
        # A resource holds its stack by a weak reference alone.
        of = stack.Stack(
            context.RequestContext(is_admin=False),
            'tested',
            template.Template(
                {
                    'heat_template_version': '2021-04-16',
                    'resources': {
                        'it': {'type': kind, 'properties': properties},
                        'other': {
                            'type': 'F5::Sys::Partition',
                            'properties': {'name': 'other'},
                        },
                    },
                }
            ),
        )
        of['it'].validate()

    yield validate
    heat_resources._environment = before


@pytest.mark.parametrize(
    'kind, properties, refusal',
    [
        (
            'F5::LTM::Monitor::HTTP',
            {'interval': 5, 'timeout': 5},
            'timeout: The timeout, 5 seconds, has to be longer than the '
            'interval, 5 seconds.',
        ),
        (
            'F5::LTM::Monitor::TCP',
            {'reverse': True},
            'reverse: A monitor with reverse needs the property receive.',
        ),
        (
            'F5::LTM::Monitor::UDP',
            {'destination': 'www.example.com'},
            'destination: "www.example.com" is not *:*, *:PORT or '
            'ADDRESS:PORT',
        ),
        ('F5::LTM::Monitor::DNS', {}, 'Property qname not assigned'),
        ('F5::LTM::Monitor::ICMP', {'interval': 0}, 'interval'),
        (
            'F5::LTM::Profile::TCP',
            {'congestion_control': 'fast'},
            'congestion_control',
        ),
        (
            'F5::LTM::Profile::FastL4',
            {'idle_timeout': 'soon'},
            'idle_timeout: "soon" is not a number from 0 to 4294967295 or '
            'immediate or indefinite',
        ),
        ('F5::LTM::Profile::HTTP', {'hsts': {'age': 1}}, 'age'),
        (
            'F5::LTM::Profile::ClientSSL',
            {
                'cert': 'a.crt',
                'cert_key_chain': [{'cert': 'a.crt', 'key': 'a'}],
            },
            'cert_key_chain: Give either cert_key_chain, or cert, key, chain '
            'and passphrase.',
        ),
        ('F5::LTM::SnatPool', {'members': []}, 'members'),
        ('F5::LTM::IRule', {}, 'Property definition not assigned'),
        ('F5::LTM::VirtualAddress', {'address': '192.0.2.256'}, 'address'),
        (
            'F5::Sys::iAppCompositeTemplate',
            {'name': 'lb', 'partition': 'Common', 'presentation': 'p'},
            'Property implementation not assigned',
        ),
        (
            'F5::Sys::iAppCompositeTemplate',
            {**TEMPLATE, 'role-acl': ['admin'], 'role_acl': ['admin']},
            'role_acl: Give either role_acl or role-acl',
        ),
        (
            'F5::Sys::iAppService',
            {**IAPP, 'tables': '[{'},
            'tables: The text of tables is not valid JSON',
        ),
        (
            'F5::Sys::iAppService',
            {
                **IAPP,
                'variables': [
                    {'name': 'a', 'value': '1'},
                    {'name': 'a', 'value': '2'},
                ],
            },
            'variables: The name a is given twice.',
        ),
        (
            'F5::Sys::iAppService',
            {**IAPP, 'lists': {'name': 'a'}},
            'lists: The value of name in lists has to be a list.',
        ),
        (
            'F5::Sys::iAppService',
            {**IAPP, 'lists': [{'value': ['a']}]},
            'lists: The value of lists has to be a list of maps',
        ),
        (
            'F5::Sys::iAppFullTemplate',
            {'partition': 'Common'},
            'Property full_template not assigned',
        ),
        (
            'F5::Sys::iAppFullTemplate',
            {'partition': 'Common', 'full_template': ''},
            'full_template: EmptyTemplateException: ',
        ),
        (
            'F5::Sys::iAppFullTemplate',
            {
                'partition': 'Common',
                'full_template': 'sys application template lb {\n  {}{{{{{\n}',
            },
            'full_template: NonextantSectionException: Section implementation '
            'not found in template: ',
        ),
        (
            'F5::Sys::iAppFullTemplate',
            {'partition': 'web', 'full_template': FULL % '/Common/lb'},
            'partition: IappFullTemplateValidationFailed: The text puts the '
            'template into Common, and the property partition says web.',
        ),
        (
            'F5::Sys::iAppFullTemplate',
            {'partition': 'web/f', 'full_template': FULL % '/web/g/lb'},
            'partition: IappFullTemplateValidationFailed: ',
        ),
        ('F5::Cm::Cluster', {**CLUSTER, 'devices': ['one']}, 'devices'),
        (
            'F5::Cm::Cluster',
            {'device_group_name': 'pair'},
            'Property devices not assigned',
        ),
        (
            'F5::Cm::Cluster',
            {**CLUSTER, 'device_group_name': 'my pair'},
            'device_group_name: "my pair" is not the name of a device group',
        ),
        (
            'F5::Cm::Cluster',
            {**CLUSTER, 'device_group_type': 'sync'},
            'device_group_type',
        ),
        (
            'F5::Cm::Cluster',
            {**CLUSTER, 'device_group_partition': 'tenant'},
            'device_group_partition: A BIG-IP keeps device groups in the '
            'partition Common and in no other one.',
        ),
        ('F5::Cm::Sync', {}, 'Property device_group not assigned'),
        (
            'F5::Cm::Sync',
            {'device_group': 'a', 'direction': 'sideways'},
            'direction',
        ),
        (
            'F5::Cm::Sync',
            {
                'device_group': 'a',
                'direction': 'from-group',
                'force_full_load_push': True,
            },
            'force_full_load_push: Only a sync with the direction to-group '
            'can push.',
        ),
        (
            'F5::Cm::Sync',
            {'device_group': 'a', 'bad_property': 'x'},
            'Unknown Property bad_property',
        ),
        (
            'F5::Sys::Save',
            {'bad_property': 'x'},
            'Unknown Property bad_property',
        ),
    ],
)
def test_refused(validate, kind, properties, refusal):
    with pytest.raises(exception.StackValidationFailed) as refused:
        validate(kind, properties)
    assert refusal in str(refused.value)


@pytest.mark.parametrize(
    'kind, properties',
    [
        ('F5::LTM::Monitor::HTTP', {'interval': 5, 'timeout': 16}),
        ('F5::LTM::Monitor::HTTP', {'reverse': True, 'defaults_from': 'mine'}),
        ('F5::LTM::Profile::TCP', {'idle_timeout': 300}),
        ('F5::LTM::Profile::ClientSSL', {'cert': 'a.crt', 'key': 'a.key'}),
        (
            'F5::Sys::iAppCompositeTemplate',
            {**TEMPLATE, 'role-acl': ['admin']},
        ),
        (
            'F5::Sys::iAppFullTemplate',
            {'partition': '/web', 'full_template': FULL % '/web/f/lb'},
        ),
        (
            'F5::Sys::iAppFullTemplate',
            {'partition': 'web/f', 'full_template': FULL % '/web/lb'},
        ),
        (
            'F5::Sys::iAppTemplate',
            {'name': 'mine', 'partition': 'web', 'full_template': FULL % 'lb'},
        ),
        # What comes from another resource is judged when it is there.
        (
            'F5::Sys::iAppService',
            {
                **IAPP,
                'variables': {
                    'str_replace': {
                        'template': '[{"name": "a", "value": PORT}]',
                        'params': {'PORT': {'get_resource': 'other'}},
                    }
                },
            },
        ),
        (
            'F5::Sys::iAppFullTemplate',
            {
                'partition': {'get_resource': 'other'},
                'full_template': FULL % '/w/a',
            },
        ),
        (
            'F5::Sys::iAppFullTemplate',
            {'partition': 'web', 'full_template': {'get_resource': 'other'}},
        ),
        (
            'F5::Sys::iAppService',
            {
                **IAPP,
                'variables': '[{"name": "a", "value": "b"}]',
                'lists': [{'name': 'a'}],
                'tables': [],
            },
        ),
        ('F5::Cm::Cluster', CLUSTER),
        (
            'F5::Cm::Cluster',
            {
                **CLUSTER,
                'device_group_partition': '/Common',
                'device_group_name': '/Common/pair',
            },
        ),
        (
            'F5::Cm::Sync',
            {
                'device_group': '/Common/pair',
                'device_group_partition': 'Common',
            },
        ),
        ('F5::Sys::Save', {}),
    ],
)
def test_accepted(validate, kind, properties):
    validate(kind, properties)
