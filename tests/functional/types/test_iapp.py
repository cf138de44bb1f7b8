# SPDX-License-Identifier: Apache-2.0

"""iApps: a template with a service of it, in one stack."""

import json
import pathlib

import pytest

from f5_heat.lab import lab
from tests.functional import conftest
from tests.functional import labs

METADATA = [{'name': 'a', 'value': '1'}]
SCRIPT = 'tmsh::create ltm pool web description $::web__address'


@pytest.fixture
def template(stack):
    name = stack.name.replace('-', '_')

    def make(
        roles='role_acl',
        value='192.0.2.1',
        implementation=SCRIPT,
        **properties,
    ):
        return {
            'heat_template_version': '2021-04-16',
            'resources': {
                'template': {
                    'type': 'F5::Sys::iAppCompositeTemplate',
                    'properties': {
                        'name': name,
                        'partition': 'Common',
                        'implementation': implementation,
                        'presentation': 'section web { string address }',
                        roles: ['admin', 'manager'],
                    },
                },
                'service': {
                    'type': 'F5::Sys::iAppService',
                    'properties': {
                        'name': name,
                        'template_name': {'get_resource': 'template'},
                        'variables': [
                            {'name': 'web__address', 'value': value}
                        ],
                        **properties,
                    },
                },
            },
        }

    make.template_uri = 'sys/application/template/~Common~' + name
    make.pool_uri = 'ltm/pool/~Common~%s.app~web' % name
    make.service_uri = 'sys/application/service/~Common~%s.app~%s' % (
        name,
        name,
    )
    return make


def test_service_of_a_template_of_the_stack(cloud, stack, template):
    stack.create(template())
    service = cloud.bigip.read(template.service_uri)
    assert service['template'] == (
        stack.resource('template').physical_resource_id
    )
    pool = cloud.bigip.read(template.pool_uri)
    assert pool['description'] == '192.0.2.1'
    assert pool['appService'] == (
        stack.resource('service').physical_resource_id
    )
    stack.check()
    stack.update(template(value='192.0.2.2'))
    service = cloud.bigip.read(template.service_uri)
    assert service['variables'][0]['value'] == '192.0.2.2'
    pool = cloud.bigip.read(template.pool_uri)
    assert pool['description'] == '192.0.2.2'
    stack.delete()
    assert cloud.bigip.read(template.service_uri) is None
    assert cloud.bigip.read(template.pool_uri) is None
    assert cloud.bigip.read(template.template_uri) is None


def test_an_update_runs_the_implementation_again(cloud, stack, template):
    stack.create(template())
    cloud.control.clear()
    stack.update(template(value='192.0.2.2'))
    assert [
        request['method']
        for request in cloud.control.requests()
        if request['method'] != 'GET' and not request['login']
    ] == ['PATCH']


def test_the_error_of_a_script_is_in_the_events(cloud, stack, template):
    stack.create(
        template(implementation='set a 1\nset b $::web__port'),
        expect='CREATE_FAILED',
    )
    reasons = stack.reasons()
    assert 'can\'t read "::web__port": no such variable' in reasons
    assert 'line:2)' in reasons
    assert cloud.bigip.read(template.service_uri) is None
    stack.update(template())
    assert cloud.bigip.read(template.pool_uri)
    stack.delete()
    assert cloud.bigip.read(template.service_uri) is None


def test_service_with_metadata_can_be_deleted(cloud, stack, template):
    stack.create(template(metadata=METADATA))
    assert cloud.bigip.read(template.service_uri)['metadata']
    stack.delete()
    assert cloud.bigip.read(template.service_uri) is None


def test_metadata_of_others_is_no_hindrance(cloud, stack, template):
    stack.create(template())
    assert cloud.bigip.patch(
        template.service_uri, json={'metadata': METADATA}
    ).ok
    stack.delete()
    assert cloud.bigip.read(template.service_uri) is None


def test_a_cut_off_create_with_metadata_can_be_deleted(cloud, stack, template):
    # The service is there, and the answers and the look for it are lost.
    with (
        conftest.fault(
            cloud.control, 'drop-after', method='POST', path='/service$'
        ),
        conftest.fault(
            cloud.control, 'drop-before', method='GET', path='/service/~'
        ),
    ):
        stack.create(template(metadata=METADATA), expect='CREATE_FAILED')
    assert cloud.bigip.read(template.service_uri)['metadata']
    stack.delete()
    assert cloud.bigip.read(template.service_uri) is None


def test_metadata_stays_with_another_reference_to_the_device(
    cloud, stack, template
):
    device = cloud.lab.devices[0]

    def made(**properties):
        made = template(metadata=METADATA, **properties)
        made['resources']['device'] = {
            'type': 'F5::BigIP::Device',
            'properties': {
                'ip': device.address,
                'username': lab.USERNAME,
                'password': lab.PASSWORD,
                'ca_cert': pathlib.Path(device.ca_file).read_text(),
            },
        }
        return made

    stack.create(made())
    stack.update(made(bigip_server={'get_resource': 'device'}))
    assert cloud.bigip.read(template.service_uri)['metadata'] == [
        {**METADATA[0], 'persist': 'true'}
    ]


def test_encrypted_answers_are_no_drift(cloud, stack, template):
    stack.create(
        template(
            implementation=SCRIPT.replace('address', 'secret'),
            variables=[
                {'name': 'web__secret', 'value': 'hidden', 'encrypted': 'yes'}
            ],
        )
    )
    stack.check()
    service = cloud.bigip.read(template.service_uri)
    assert service['variables'][0]['value'] != 'hidden'
    assert cloud.bigip.read(template.pool_uri)['description'] == 'hidden'


def test_other_name_of_the_roles(cloud, stack, template):
    actions = template.template_uri + '/actions/definition'
    stack.create(template('role-acl'))
    assert cloud.bigip.read(actions)['roleAcl'] == ['admin', 'manager']
    stack.check()
    cloud.control.clear()
    stack.update(template('role_acl'))
    assert [
        request['method']
        for request in cloud.control.requests()
        if request['method'] != 'GET' and not request['login']
    ] == []
    assert cloud.bigip.read(actions)['roleAcl'] == ['admin', 'manager']


# What the implementation makes.

IMPLEMENTATION = """\
iapp::template start
set members {}
foreach row $::pool__members {
    array set member [lindex $row 0]
    lappend members "$member(addr):$member(port)"
}
set monitors $::pool__monitors
tmsh::create ltm pool ${tmsh::app_name}_pool \\
    monitor [lindex $monitors 0] \\
    members replace-all-with \\{ [join $members] \\}
if { $::web__address ne "" } {
    tmsh::create ltm virtual ${tmsh::app_name}_web \\
        destination $::web__address:$::web__port \\
        ip-protocol tcp pool ${tmsh::app_name}_pool
}
if { [info exists ::web__fail] } {
    error "the word is $::web__fail"
}
iapp::template stop
"""
PRESENTATION = """\
section web {
    string address
    string port
}
section pool {
    table members {
        string addr
        string port
    }
    multichoice monitors
}
"""
ANSWERS = {
    'variables': {'web__address': '192.0.2.90', 'web__port': 80},
    'lists': {'pool__monitors': ['/Common/http']},
    'tables': {
        'pool__members': [
            {'addr': '10.9.0.1', 'port': 80},
            {'addr': '10.9.0.2', 'port': 8080},
        ]
    },
}


@pytest.fixture
def application(stack):
    """Makes a stack's template: an application with some answers."""
    name = stack.name.replace('-', '_')

    def make(**answers):
        return {
            'heat_template_version': '2021-04-16',
            'resources': {
                'template': {
                    'type': 'F5::Sys::iAppCompositeTemplate',
                    'properties': {
                        'name': name,
                        'partition': 'Common',
                        'implementation': IMPLEMENTATION,
                        'presentation': PRESENTATION,
                    },
                },
                'service': {
                    'type': 'F5::Sys::iAppService',
                    'properties': {
                        'name': name,
                        'template_name': {'get_resource': 'template'},
                        **ANSWERS,
                        **answers,
                    },
                },
            },
        }

    make.name = name
    make.folder = 'sys/folder/~Common~%s.app' % name
    make.service = 'sys/application/service/~Common~{0}.app~{0}'.format(name)
    make.pool = 'ltm/pool/~Common~{0}.app~{0}_pool'.format(name)
    make.web = 'ltm/virtual/~Common~{0}.app~{0}_web'.format(name)
    return make


def members(cloud, application):
    return [
        item['name']
        for item in cloud.bigip.read(application.pool + '/members').get(
            'items', ()
        )
    ]


def nodes(cloud, partition):
    found = cloud.bigip.read('ltm/node?$filter=partition eq ' + partition)
    return {
        item['fullPath']
        for item in found.get('items', ())
        if '/10.9.0.' in item['fullPath']
    }


def writes(cloud):
    return [
        request['method']
        for request in cloud.control.requests()
        if request['method'] != 'GET' and not request['login']
    ]


def reason(stack):
    return stack.resource('service').resource_status_reason


def test_objects_come_change_and_go_with_the_service(
    cloud, stack, application
):
    stack.create(application())
    assert members(cloud, application) == ['10.9.0.1:80', '10.9.0.2:8080']
    web = cloud.bigip.read(application.web)
    assert web['destination'].endswith('/192.0.2.90:80')
    assert web['appService'] == stack.resource('service').physical_resource_id
    assert (
        cloud.bigip.patch(
            application.web, json={'description': 'x'}
        ).status_code
        == 400
    )
    stack.check()

    cloud.control.clear()
    stack.update(
        application(
            tables={'pool__members': [{'addr': '10.9.0.3', 'port': 80}]},
            variables={'web__address': '', 'web__port': ''},
        )
    )
    assert writes(cloud) == ['PATCH']
    assert members(cloud, application) == ['10.9.0.3:80']
    assert cloud.bigip.read(application.web) is None
    stack.check()

    assert nodes(cloud, 'Common') == {
        '/Common/10.9.0.1',
        '/Common/10.9.0.2',
        '/Common/10.9.0.3',
    }
    stack.delete()
    assert nodes(cloud, 'Common') == set()
    for uri in (application.service, application.pool, application.folder):
        assert cloud.bigip.read(uri) is None, uri


def test_answers_in_each_form_are_the_same(cloud, stack, application):
    stack.create(application())
    rows = [['10.9.0.1', 80], ['10.9.0.2', '8080']]
    columns = ['addr', 'port']
    forms = [
        {
            'variables': [
                {'name': 'web__address', 'value': '192.0.2.90'},
                {'name': 'web__port', 'encrypted': False, 'value': 80},
            ],
            'lists': [{'name': 'pool__monitors', 'value': ['/Common/http']}],
            'tables': [
                {
                    'name': 'pool__members',
                    'columnNames': columns,
                    'rows': [{'row': row} for row in rows],
                }
            ],
        },
        {'tables': {'pool__members': {'columnNames': columns, 'rows': rows}}},
    ]
    forms += [
        {name: json.dumps(value) for name, value in form.items()}
        for form in forms
    ]
    for form in forms:
        cloud.control.clear()
        stack.update(application(**form))
        assert writes(cloud) == []
        stack.check()


def test_nodes_of_others_stay(cloud, stack, application):
    assert cloud.bigip.post(
        'ltm/node',
        json={
            'name': '10.9.0.1',
            'partition': 'Common',
            'address': '10.9.0.1',
        },
    ).ok
    stack.create(application())
    pool = {
        'name': application.name,
        'partition': 'Common',
        'members': [{'name': '10.9.0.2:80', 'address': '10.9.0.2'}],
    }
    assert cloud.bigip.post('ltm/pool', json=pool).ok
    stack.delete()
    assert nodes(cloud, 'Common') == {'/Common/10.9.0.1', '/Common/10.9.0.2'}
    for uri in (
        'ltm/pool/~Common~' + application.name,
        'ltm/node/~Common~10.9.0.1',
        'ltm/node/~Common~10.9.0.2',
    ):
        assert cloud.bigip.delete(uri).ok


@pytest.mark.parametrize('fault', ['drop-before', 'drop-after'])
def test_lost_answers_of_a_service(fault, cloud, stack, application):
    cloud.control.inject(fault, method='POST', path='/application/service$')
    stack.create(application())
    assert len(members(cloud, application)) == 2
    cloud.control.inject(fault, method='PATCH')
    stack.update(
        application(
            tables={'pool__members': [{'addr': '10.9.0.3', 'port': 80}]}
        )
    )
    assert members(cloud, application) == ['10.9.0.3:80']
    stack.check()
    cloud.control.inject(fault, method='DELETE')
    stack.delete()
    assert cloud.bigip.read(application.service) is None
    assert nodes(cloud, 'Common') == set()


def test_nodes_go_when_the_service_has_gone_before(cloud, stack, application):
    stack.create(application())
    assert cloud.bigip.delete(application.service).ok
    variables = {**ANSWERS['variables'], 'web__fail': 'x'}
    stack.update(application(variables=variables), expect='UPDATE_FAILED')
    assert nodes(cloud, 'Common')
    stack.delete()
    assert nodes(cloud, 'Common') == set()


def test_words_of_tcl_reach_the_author_without_secrets(
    cloud, stack, application
):
    variables = {
        **ANSWERS['variables'],
        'web__fail': {'value': 'c4narY', 'encrypted': 'yes'},
    }
    stack.create(application(variables=variables), expect='CREATE_FAILED')
    assert 'script did not successfully complete: (the word is ***' in (
        reason(stack)
    )
    assert cloud.bigip.read(application.service) is None
    stack.update(application())
    assert members(cloud, application)

    stack.update(application(variables=variables), expect='UPDATE_FAILED')
    assert 'the word is ***' in reason(stack)
    assert cloud.bigip.read(application.web)
    events = json.dumps(
        [event.to_dict() for event in cloud.heat.events.list(stack.id)]
    )
    assert 'c4narY' not in events
    stack.update(application())
    stack.check()
    stack.delete()
    assert cloud.bigip.read(application.service) is None


def test_answers_that_come_late(cloud, stack, application):
    def template(port):
        made = application(
            variables={
                'str_replace': {
                    'template': '[{"name": "web__address", "value": '
                    '"192.0.2.90"}, {"name": "web__port", "value": PORT}]',
                    'params': {'PORT': {'get_attr': ['late', 'value']}},
                }
            }
        )
        made['resources']['late'] = {
            'type': 'OS::Heat::Value',
            'properties': {'value': port},
        }
        return made

    stack.create(template('80'))
    assert cloud.bigip.read(application.web)['destination'].endswith(':80')
    stack.update(template('81'))
    assert cloud.bigip.read(application.web)['destination'].endswith(':81')
    stack.update(template('no JSON'), expect='UPDATE_FAILED')
    assert 'The text of variables is not valid JSON' in reason(stack)
    stack.check()
    stack.update(template('82'))
    assert cloud.bigip.read(application.web)['destination'].endswith(':82')
    stack.update(template('no JSON'), expect='UPDATE_FAILED')
    stack.delete()
    assert cloud.bigip.read(application.service) is None


def test_late_answers_that_never_made_sense(cloud, stack, application):
    made = application(variables={'get_attr': ['late', 'value']})
    made['resources']['late'] = {
        'type': 'OS::Heat::Value',
        'properties': {'value': '{'},
    }
    stack.create(made, expect='CREATE_FAILED')
    assert 'The text of variables is not valid JSON' in reason(stack)
    stack.check(expect='CHECK_FAILED')
    stack.update(application())
    assert members(cloud, application)


def test_a_secret_answer_is_changed_and_kept(cloud, stack, application):
    def template(secret, address='192.0.2.90'):
        return application(
            variables=[
                {'name': 'web__address', 'value': address},
                {'name': 'web__port', 'value': 80},
                {'name': 'web__secret', 'value': secret, 'encrypted': 'yes'},
            ]
        )

    def answer():
        return cloud.bigip.read(application.service)['variables'][2]['value']

    stack.create(template('c4nary1'))
    first = answer()
    assert 'c4nary1' not in first
    cloud.control.clear()
    stack.update(template('c4nary1'))
    assert writes(cloud) == []
    stack.update(template('c4nary1', '192.0.2.91'))
    assert writes(cloud) == ['PATCH']
    assert answer() == first
    stack.update(template('c4nary2', '192.0.2.91'))
    assert answer() != first
    stack.check()
    assert 'c4nary' not in json.dumps(
        [
            stack.resource('service').to_dict(),
            *(
                cloud.heat.events.get(stack.id, 'service', event.id).to_dict()
                for event in cloud.heat.events.list(stack.id, 'service')
            ),
        ]
    )


def test_service_and_template_of_a_partition(cloud, stack, application):
    made = application()
    name = application.name
    made['resources']['partition'] = {
        'type': 'F5::Sys::Partition',
        'properties': {'name': name + '_p'},
    }
    for resource in ('template', 'service'):
        made['resources'][resource]['properties']['partition'] = {
            'get_resource': 'partition'
        }
    service = made['resources']['service']
    service['depends_on'] = 'template'
    service['properties']['template_name'] = name
    stack.create(made)
    assert cloud.bigip.read(
        'sys/application/service/~{0}_p~{0}.app~{0}'.format(name)
    )['template'] == '/%s_p/%s' % (name, name)
    assert cloud.bigip.read('ltm/pool/~{0}_p~{0}.app~{0}_pool'.format(name))
    stack.delete()
    assert cloud.bigip.read('auth/partition/%s_p' % name) is None


def test_a_device_that_cannot_read_what_it_made(tmp_path, application):
    """Below 12.0 the POST of a service is answered 404, and it is there."""
    with labs.start(
        tmos_version='11.6.0', log_file=tmp_path / 'log'
    ) as running:
        cloud = conftest.Cloud(running)
        old = conftest.Stack(cloud.heat)
        old.create(application())
        assert members(cloud, application)
        old.check()
        cloud.control.clear()
        old.update(application(lists={'pool__monitors': ['/Common/tcp']}))
        assert writes(cloud) == ['PATCH']
        old.delete()
        assert cloud.bigip.read(application.service) is None
