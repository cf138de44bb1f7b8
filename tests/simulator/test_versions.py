# SPDX-License-Identifier: Apache-2.0

"""What differs between the versions of TMOS."""

import pytest

RELEASES = (
    '11.6.0',
    '12.1.2',
    '13.1.1',
    '14.1.2.1',
    '15.1.0',
    '16.1.2',
    '17.1.1',
)


@pytest.mark.parametrize('version', RELEASES)
def test_every_release_serves_an_application(release, version):
    bigip, rest = release(version)
    rest.ok('POST', 'auth/partition', {'name': 'T1'})
    rest.ok('POST', 'ltm/monitor/http', {'name': 'm', 'partition': 'T1'})
    rest.ok(
        'POST',
        'ltm/pool',
        {
            'name': 'web',
            'partition': 'T1',
            'monitor': '/T1/m',
            'members': ['/T1/10.0.0.1:80'],
        },
    )
    made = rest.ok(
        'POST',
        'ltm/virtual',
        {
            'name': 'vs',
            'partition': 'T1',
            'destination': '/T1/10.0.0.9:80',
            'pool': '/T1/web',
            'profiles': ['/Common/tcp', '/Common/http'],
        },
    )
    assert made['selfLink'].endswith('?ver=' + version)
    for path in (
        'virtual/~T1~vs',
        'pool/~T1~web',
        'monitor/http/~T1~m',
        'node/~T1~10.0.0.1',
    ):
        rest.ok('DELETE', 'ltm/' + path)
    rest.ok('DELETE', 'auth/partition/T1')
    assert bigip.control.config() == {}


@pytest.mark.parametrize(
    'version, empty',
    [
        ('11.6.0', {}),
        ('14.1.0', {}),
        ('14.1.2.1', {'items': []}),
        ('17.1.1', {'items': []}),
    ],
)
def test_an_empty_collection(release, version, empty):
    _, rest = release(version)
    answer = rest.ok('GET', 'ltm/snat')
    del answer['kind'], answer['selfLink']
    assert answer == empty


@pytest.mark.parametrize(
    'version, blank',
    [('12.1.2', ' '), ('14.1.0', ' '), ('14.1.2.1', ''), ('17.1.1', '')],
)
def test_the_blank_after_monitors(release, version, blank):
    _, rest = release(version)
    made = rest.ok(
        'POST', 'ltm/pool', {'name': 'web', 'monitor': 'http and tcp'}
    )
    assert made['monitor'] == '/Common/http and /Common/tcp' + blank


def test_the_first_release(release):
    _, rest = release('11.6.0')
    made = rest.ok('POST', 'ltm/pool', {'name': 'web', 'monitor': 'http'})
    assert made['fullPath'] == 'web'
    assert 'partition' not in made
    assert made['selfLink'] == (
        'https://localhost/mgmt/tm/ltm/pool/web?ver=11.6.0'
    )
    virtual = rest.ok(
        'POST',
        'ltm/virtual',
        {
            'name': 'vs',
            'partition': 'Common',
            'destination': '10.0.0.9:80',
            'pool': 'web',
        },
    )
    assert virtual['pool'] == '/Common/web'
    assert 'poolReference' not in virtual
    missing = rest('GET', 'ltm/pool/~Common~no')
    assert 'apiError' not in missing.json()
    assert missing.json()['code'] == 404
    ghost = rest.ok('GET', 'ltm/pool/~Common~web/members/~Common~1.1.1.1:80')
    assert 'address' not in ghost


def test_there_is_no_login_on_the_first_release(release):
    _, rest = release('11.6.0')
    assert rest.refused(
        'POST',
        '/mgmt/shared/authn/login',
        {'username': 'admin', 'password': 'admin'},
    ) == (404, 'http://localhost:8100/mgmt/shared/authn/login')


@pytest.mark.parametrize(
    'version, timeout', [('12.0.0', 3600), ('14.1.2.1', 1200)]
)
def test_the_life_of_a_token(release, version, timeout):
    _, rest = release(version)
    token = rest.ok(
        'POST',
        '/mgmt/shared/authn/login',
        {'username': 'admin', 'password': 'admin'},
    )['token']
    assert token['timeout'] == timeout


@pytest.mark.parametrize(
    'version, keys',
    [
        ('11.6.0', {'transId', 'state', 'timeoutSeconds', 'kind', 'selfLink'}),
        (
            '12.1.2',
            {
                'transId',
                'state',
                'timeoutSeconds',
                'kind',
                'selfLink',
                'asyncExecution',
                'validateOnly',
                'executionTimeout',
                'executionTime',
                'failureReason',
            },
        ),
    ],
)
def test_transactions(release, version, keys):
    _, rest = release(version)
    assert set(rest.ok('POST', 'transaction', {})) == keys


def test_policies_before_drafts(release):
    _, rest = release('11.6.0')
    made = rest.ok(
        'POST',
        'ltm/policy',
        {'name': 'p', 'partition': 'Common', 'strategy': 'first-match'},
    )
    assert 'status' not in made
    assert rest('GET', 'sys/folder/~Common~Drafts').status_code == 404


@pytest.mark.parametrize('version, status', [('11.6.0', 404), ('12.1.2', 200)])
def test_an_application_service_that_could_not_be_retrieved(
    release, version, status
):
    _, rest = release(version)
    rest.ok(
        'POST',
        'sys/application/template',
        {
            'name': 't',
            'partition': 'Common',
            'actions': {'definition': {'implementation': ''}},
        },
    )
    answer = rest(
        'POST',
        'sys/application/service',
        {'name': 'app', 'partition': 'Common', 'template': '/Common/t'},
    )
    assert answer.status_code == status
    if status == 404:
        assert answer.json()['message'] == (
            'The configuration was updated successfully but could not be '
            'retrieved.'
        )
    rest.ok('GET', 'sys/application/service/~Common~app.app~app')


@pytest.mark.parametrize(
    'version, stamped', [('13.1.1', False), ('14.1.2.1', True)]
)
def test_the_times_of_a_virtual_server(release, version, stamped):
    _, rest = release(version)
    made = rest.ok(
        'POST',
        'ltm/virtual',
        {'name': 'vs', 'partition': 'Common', 'destination': '10.0.0.9:80'},
    )
    assert ('creationTime' in made) is stamped


@pytest.mark.parametrize('version', ['14.1.0', '14.1.0.1'])
def test_the_type_of_a_data_group(release, version):
    """F5's Ansible collection never names it in a PATCH."""
    _, rest = release(version)
    rest.ok(
        'POST',
        'ltm/data-group/internal',
        {'name': 'dg', 'partition': 'Common', 'type': 'ip'},
    )
    path = 'ltm/data-group/internal/~Common~dg'
    rest.ok('PATCH', path, {'records': ['10.0.0.1']})
    rest.ok('PATCH', path, {'records': ['10.0.0.2'], 'type': 'ip'})
    assert rest('PATCH', path, {'type': 'string'}).status_code == 400


@pytest.mark.parametrize('version, status', [('13.0.0', 404), ('13.1.1', 200)])
def test_readiness(release, version, status):
    _, rest = release(version)
    assert rest('GET', 'sys/ready').status_code == status
