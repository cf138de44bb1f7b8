# SPDX-License-Identifier: Apache-2.0

"""iApp templates as one text, with the scripts that come in it."""

import pytest
from heatclient import exc as heat_exc

from tests.functional import conftest

TYPE = 'F5::Sys::iAppFullTemplate'
TEXT = """\
#TMSH-VERSION: 11.6.0
cli script %(name)s.shared {
    proc pool_of {name} {
        return ${name}_pool
    }
    total-signing-status not-all-signed
}
sys application template %(path)s {
    actions replace-all-with {
        definition {
            html-help { <p>Help</p> }
            implementation {
                tmsh::include %(name)s.shared
                tmsh::create ltm pool [pool_of $::app__name]
            }
            macro { }
            presentation {
                section app { string name }
            }
            role-acl { admin manager }
            run-as none
        }
    }
    description "Made by \\"hand\\""
    %(rest)s
    requires-modules { ltm }
    tmpl-checksum 00000000000000000000000000000000
    total-signing-status not-all-signed
}
"""


@pytest.fixture
def name(stack):
    return stack.name.replace('-', '_')


@pytest.fixture
def uri(name):
    return 'sys/application/template/~Common~' + name


@pytest.fixture
def text(name):
    """Makes a text; a path may stand for the name."""

    def make(path=name, rest=''):
        return TEXT % {'name': name, 'path': path, 'rest': rest}

    return make


def hot(**resources):
    return {'heat_template_version': '2021-04-16', 'resources': resources}


def alone(text, partition='Common', kind=TYPE, **properties):
    return hot(
        template={
            'type': kind,
            'properties': {
                'partition': partition,
                'full_template': text,
                **properties,
            },
        }
    )


def definition(cloud, uri):
    return cloud.bigip.read(uri + '/actions/definition')


def script_uri(name, partition='Common'):
    return 'cli/script/~%s~%s.shared' % (partition, name)


def writes(cloud):
    return [
        (request['method'], request['path'].rpartition('/mgmt/tm/')[2])
        for request in cloud.control.requests()
        if request['method'] != 'GET' and not request['login']
    ]


def test_a_template_and_its_script(cloud, stack, name, uri, text):
    stack.create(alone(text()))
    made = cloud.bigip.read(uri)
    assert made['description'].startswith('Made by "hand" [f5_heat ')
    assert made['requiresModules'] == ['ltm']
    assert 'tmplChecksum' not in made
    action = definition(cloud, uri)
    assert action['htmlHelp'] == '<p>Help</p>'
    assert action['roleAcl'] == ['admin', 'manager']
    assert action['implementation'].split('\n')[1].strip() == (
        'tmsh::create ltm pool [pool_of $::app__name]'
    )
    script = cloud.bigip.read(script_uri(name))['apiAnonymous']
    assert script.startswith('proc pool_of {name} {\n')
    assert script.split('\n')[-1].startswith('# f5_heat ')
    assert 'total-signing-status' not in script
    assert stack.resource('template').physical_resource_id == (
        '/Common/' + name
    )
    stack.check()

    cloud.control.clear()
    stack.update(alone(text().replace('\n', '\r\n')))
    assert writes(cloud) == []

    stack.delete()
    assert cloud.bigip.read(uri) is None
    assert cloud.bigip.read(script_uri(name)) is None


def test_all_of_it_changes_in_place(cloud, stack, name, uri, text):
    stack.create(alone(text()))
    cloud.control.clear()
    changed = (
        text(rest='requires-bigip-version-min 11.6.0')
        .replace('    description "Made by \\"hand\\""\n', '')
        .replace('{ admin manager }', 'none')
        .replace('${name}_pool', '${name}_servers')
        .replace('html-help { <p>Help</p> }', '')
    )
    stack.update(alone(changed))
    assert [method for method, _ in writes(cloud)] == ['PATCH', 'PATCH']
    made = cloud.bigip.read(uri)
    assert made['requiresBigipVersionMin'] == '11.6.0'
    assert made['description'].strip().startswith('[f5_heat ')
    action = definition(cloud, uri)
    assert not action.get('roleAcl') and not action.get('htmlHelp')
    assert 'servers' in cloud.bigip.read(script_uri(name))['apiAnonymous']
    stack.check()

    without = changed[changed.index('sys application') :]
    stack.update(alone(without))
    assert cloud.bigip.read(script_uri(name)) is None
    stack.check()


def test_drift_is_named_and_repaired(cloud, stack, name, uri, text):
    stack.create(alone(text()))
    assert cloud.bigip.patch(uri, json={'requiresModules': ['gtm']}).ok
    assert cloud.bigip.patch(
        uri + '/actions/definition',
        json={'implementation': 'puts "} or {"', 'roleAcl': ['guest']},
    ).ok
    assert cloud.bigip.patch(
        script_uri(name), json={'apiAnonymous': 'proc other {} {}'}
    ).ok
    stack.check(expect='CHECK_FAILED')
    reason = stack.resource('template').resource_status_reason
    for part in (
        'implementation',
        'role-acl',
        'requires-modules',
        'script /Common/%s.shared' % name,
    ):
        assert 'full_template: the device has another ' + part in reason
    assert 'another presentation' not in reason

    # The script is somebody else's now: it has lost the mark.
    stack.update(alone(text()), expect='UPDATE_FAILED')
    assert '/Common/%s.shared exists on the BIG-IP' % name in (
        stack.resource('template').resource_status_reason
    )
    assert cloud.bigip.delete(script_uri(name)).ok
    stack.update(alone(text()))
    assert definition(cloud, uri)['roleAcl'] == ['admin', 'manager']
    stack.check()


@pytest.mark.parametrize(
    'property, path, rest',
    [
        ('Common', '/Common/{name}', ''),
        ('/Common', '{name}', 'partition Common'),
        ({'get_resource': 'partition'}, '{name}', 'partition {partition}'),
        ({'get_resource': 'partition'}, '/{partition}/{name}', ''),
        ({'get_resource': 'partition'}, '{name}', ''),
    ],
)
def test_partitions_of_text_and_property(
    cloud, stack, name, text, property, path, rest
):
    names = {'name': name, 'partition': name + '_p'}
    template = alone(
        text(path.format(**names), rest.format(**names)), property
    )
    template['resources']['partition'] = {
        'type': 'F5::Sys::Partition',
        'properties': {'name': names['partition']},
    }
    stack.create(template)
    partition = 'Common' if isinstance(property, str) else names['partition']
    for uri in (
        'sys/application/template/~%s~%s' % (partition, name),
        script_uri(name, partition),
    ):
        assert cloud.bigip.read(uri)
    stack.check()
    stack.delete()
    assert cloud.bigip.read('auth/partition/' + names['partition']) is None


def test_other_partition_is_refused(cloud, stack, name, text):
    with pytest.raises(heat_exc.HTTPBadRequest) as refused:
        stack.create(alone(text(rest='partition Common'), 'literal'))
    assert 'IappFullTemplateValidationFailed' in str(refused.value)
    assert 'resources.template.properties.partition' in str(refused.value)

    template = alone(
        text(rest='partition Common'), {'get_resource': 'partition'}
    )
    template['resources']['partition'] = {
        'type': 'F5::Sys::Partition',
        'properties': {'name': name + '_p'},
    }
    stack.create(template, expect='CREATE_FAILED')
    assert 'IappFullTemplateValidationFailed' in (
        stack.resource('template').resource_status_reason
    )
    template['resources']['template']['properties']['full_template'] = text(
        rest='partition %s_p' % name
    )
    stack.update(template)
    stack.check()


def test_other_partition_is_corrected(cloud, stack, name, uri, text):
    template = alone(
        text(rest='partition Common'), {'get_resource': 'partition'}
    )
    template['resources']['partition'] = {
        'type': 'F5::Sys::Partition',
        'properties': {'name': name + '_p'},
    }
    stack.create(template, expect='CREATE_FAILED')
    template['resources']['template']['properties']['partition'] = 'Common'
    stack.update(template)
    assert cloud.bigip.read(uri)
    stack.check()


@pytest.mark.parametrize(
    'bad, message',
    [
        (
            'sys application template thanks {\n    {}{{{{{{{{{\n}',
            'NonextantSectionException',
        ),
        ('', 'EmptyTemplateException'),
        ('sys application template a#b { }', 'NonextantTemplateNameException'),
        (
            'sys application template a { actions { definition { '
            'implementation { presentation { } } } }',
            'CurlyBraceMismatchException',
        ),
        (
            'sys application template a { actions { definition { '
            'implementation { } presentation { } } } requires-modules ltm }',
            'MalformedTCLListException',
        ),
    ],
)
def test_a_text_that_makes_no_sense(stack, bad, message):
    with pytest.raises(heat_exc.HTTPBadRequest) as refused:
        stack.create(alone(bad))
    assert message in str(refused.value)
    assert 'resources.template.properties.full_template' in (
        str(refused.value)
    )


def test_a_new_name_while_a_service_uses_the_template(
    cloud, stack, name, uri, text
):
    def template(path):
        made = alone(text(path))
        made['resources']['service'] = {
            'type': 'F5::Sys::iAppService',
            'properties': {
                'name': name,
                'variables': {'app__name': name},
                'template_name': {'get_resource': 'template'},
            },
        }
        return made

    stack.create(template(name))
    pool = 'ltm/pool/~Common~%s.app~%s_pool' % (name, name)
    assert cloud.bigip.read(pool)
    stack.update(template('/Common/%s_2' % name))
    assert cloud.bigip.read(uri) is None
    assert cloud.bigip.read(uri + '_2')
    assert (
        cloud.bigip.read(
            'sys/application/service/~Common~{0}.app~{0}'.format(name)
        )['template']
        == '/Common/%s_2' % name
    )
    assert cloud.bigip.read(pool)
    assert stack.resource('template').physical_resource_id == (
        '/Common/%s_2' % name
    )
    script = cloud.bigip.read(script_uri(name))
    assert script is not None
    stack.check()
    stack.delete()
    assert cloud.bigip.read(script_uri(name)) is None


def test_a_script_that_is_there(cloud, stack, name, uri, text):
    own = 'proc pool_of {name} {\n        return ${name}_pool\n    }'
    assert cloud.bigip.post(
        'cli/script',
        json={
            'name': name + '.shared',
            'partition': 'Common',
            'apiAnonymous': 'proc pool_of {name} {}',
        },
    ).ok
    stack.create(alone(text()), expect='CREATE_FAILED')
    reason = stack.resource('template').resource_status_reason
    assert '/Common/%s.shared exists on the BIG-IP' % name in reason

    assert cloud.bigip.patch(script_uri(name), json={'apiAnonymous': own}).ok
    stack.update(alone(text()))
    assert cloud.bigip.read(script_uri(name))['apiAnonymous'] == own
    stack.check()
    stack.delete()
    assert cloud.bigip.read(uri) is None
    assert cloud.bigip.read(script_uri(name))['apiAnonymous'] == own
    assert cloud.bigip.delete(script_uri(name)).ok


@pytest.mark.parametrize('fault', ['drop-before', 'drop-after'])
def test_lost_answers_about_a_script(fault, cloud, stack, name, uri, text):
    cloud.control.inject(fault, method='POST', path='/cli/script$')
    stack.create(alone(text()))
    assert cloud.bigip.read(script_uri(name))
    stack.check()
    cloud.control.inject(fault, method='DELETE', path='/cli/script/')
    stack.delete()
    assert cloud.bigip.read(uri) is None
    assert cloud.bigip.read(script_uri(name)) is None


def test_a_script_goes_when_the_template_has_gone_before(
    cloud, stack, name, uri, text
):
    stack.create(alone(text()))
    assert cloud.bigip.delete(uri).ok
    with conftest.fault(
        cloud.control,
        'drop-before',
        method='POST',
        path='/application/template$',
    ):
        stack.update(
            alone(text(rest='requires-bigip-version-min 11.6.0')),
            expect='UPDATE_FAILED',
        )
    assert cloud.bigip.read(script_uri(name))
    stack.delete()
    assert cloud.bigip.read(script_uri(name)) is None


def test_the_other_name_of_the_type(cloud, stack, name, uri, text):
    kind = 'F5::Sys::iAppTemplate'
    stack.create(alone(text('other'), kind=kind, name=name))
    assert cloud.bigip.read(uri)
    # In place it becomes a template by the name that is meant today.
    stack.update(alone(text('other'), name=name))
    assert stack.resource('template').resource_type == TYPE
    assert stack.resource('template').physical_resource_id == (
        '/Common/' + name
    )
    cloud.control.clear()
    stack.check()
    assert writes(cloud) == []


def test_a_text_that_comes_late(cloud, stack, name, uri, text):
    def template(content):
        made = alone({'get_attr': ['late', 'value']})
        made['resources']['late'] = {
            'type': 'OS::Heat::Value',
            'properties': {'value': content},
        }
        return made

    stack.create(template('no template'), expect='CREATE_FAILED')
    assert 'NonextantTemplateNameException' in (
        stack.resource('template').resource_status_reason
    )
    stack.update(template(text()))
    assert cloud.bigip.read(uri)
    stack.check()

    stack.update(template('no template'), expect='UPDATE_FAILED')
    stack.check()
    stack.update(template(text(rest='requires-bigip-version-max 18.0.0')))
    assert cloud.bigip.read(uri)['requiresBigipVersionMax'] == '18.0.0'
    stack.update(template('no template'), expect='UPDATE_FAILED')
    stack.delete()
    assert cloud.bigip.read(uri) is None
    assert cloud.bigip.read(script_uri(name)) is None
