# SPDX-License-Identifier: Apache-2.0

"""The envelope and the transport of iControl REST, by plain HTTP."""

import contextlib
import os
import signal
import socket
import ssl
import subprocess
import sys

import pytest
import requests

from f5_heat import simulator

ROOT = 'https://localhost/mgmt/tm/'


def test_an_item_has_the_recorded_keys_in_their_order(rest):
    item = rest.ok(
        'POST',
        'ltm/pool',
        {
            'name': 'web',
            'partition': 'Common',
            'monitor': '/Common/http',
            'description': 'd',
        },
    )
    # As recorded on 14.1.2.1, with description and monitor.
    assert list(item) == [
        'kind',
        'name',
        'partition',
        'fullPath',
        'generation',
        'selfLink',
        'allowNat',
        'allowSnat',
        'description',
        'ignorePersistedWeight',
        'ipTosToClient',
        'ipTosToServer',
        'linkQosToClient',
        'linkQosToServer',
        'loadBalancingMode',
        'minActiveMembers',
        'minUpMembers',
        'minUpMembersAction',
        'minUpMembersChecking',
        'monitor',
        'queueDepthLimit',
        'queueOnConnectionLimit',
        'queueTimeLimit',
        'reselectTries',
        'serviceDownAction',
        'slowRampTime',
        'membersReference',
    ]
    assert item['kind'] == 'tm:ltm:pool:poolstate'
    assert item['selfLink'] == ROOT + 'ltm/pool/~Common~web?ver=17.1.1'
    assert item['membersReference'] == {
        'link': ROOT + 'ltm/pool/~Common~web/members?ver=17.1.1',
        'isSubcollection': True,
    }
    assert rest.ok('GET', 'ltm/pool/~Common~web') == item


def test_references_follow_what_they_belong_to(rest):
    rest.ok('POST', 'ltm/pool', {'name': 'web'})
    rest.ok(
        'POST', 'ltm/rule', {'name': 'r', 'apiAnonymous': 'when RULE_INIT { }'}
    )
    item = rest.ok(
        'POST',
        'ltm/virtual',
        {
            'name': 'vs',
            'destination': '10.0.0.9:80',
            'pool': 'web',
            'rules': ['r'],
            'metadata': [{'name': 'a', 'value': 'b'}],
        },
    )
    keys = list(item)
    assert keys[keys.index('pool') + 1] == 'poolReference'
    assert keys[keys.index('vsIndex') + 1 :] == [
        'rules',
        'rulesReference',
        'metadata',
        'policiesReference',
        'profilesReference',
    ]
    assert item['rulesReference'] == [
        {'link': ROOT + 'ltm/rule/~Common~r?ver=17.1.1'}
    ]
    assert item['metadata'] == [{'name': 'a', 'persist': 'true', 'value': 'b'}]


@pytest.mark.parametrize(
    'path, kind',
    [
        ('ltm/pool', 'tm:ltm:pool:poolcollectionstate'),
        ('ltm/monitor/http', 'tm:ltm:monitor:http:httpcollectionstate'),
        (
            'ltm/profile/client-ssl',
            'tm:ltm:profile:client-ssl:client-sslcollectionstate',
        ),
        ('ltm', 'tm:ltm:ltmcollectionstate'),
        ('sys', 'tm:sys:syscollectionstate'),
        ('ltm/monitor', 'tm:ltm:monitor:monitorcollectionstate'),
        ('sys/version', 'tm:sys:version:versionstats'),
        ('sys/global-settings', 'tm:sys:global-settings:global-settingsstate'),
        ('transaction', 'tm:transactioncollectionstate'),
        ('cm/sync-status', 'tm:cm:sync-status:sync-statusstats'),
    ],
)
def test_kinds(rest, path, kind):
    answer = rest.ok('GET', path)
    assert answer['kind'] == kind
    assert answer['selfLink'] == ROOT + path + '?ver=17.1.1'


def test_an_organizing_collection_lists_references(rest):
    found = rest.ok('GET', 'sys/application')['items']
    assert {
        'reference': {'link': ROOT + 'sys/application/service?ver=17.1.1'}
    } in found
    assert all(list(one) == ['reference'] for one in found)


def test_a_singleton_has_no_name(rest):
    item = rest.ok('PATCH', 'sys/global-settings', {'guiSetup': 'enabled'})
    assert item['guiSetup'] == 'enabled'
    assert not {'name', 'fullPath', 'generation'} & set(item)


def test_generations(rest):
    first = rest.ok('POST', 'ltm/node', {'name': 'a', 'address': '10.0.0.1'})
    changed = rest.ok('PATCH', 'ltm/node/~Common~a', {'description': 'x'})
    assert changed['generation'] > first['generation']
    again = rest.ok('GET', 'ltm/node/~Common~a')
    assert again['generation'] == changed['generation']
    monitor = rest.ok('POST', 'ltm/monitor/http', {'name': 'm'})
    assert monitor['generation'] == 0


def test_a_virtual_and_its_address_share_a_generation(rest):
    virtual = rest.ok(
        'POST',
        'ltm/virtual',
        {'name': 'vs', 'destination': '/Common/1.1.1.2:80'},
    )
    address = rest.ok('GET', 'ltm/virtual-address/~Common~1.1.1.2')
    assert virtual['generation'] == address['generation']


def test_a_bare_name_is_echoed_bare(rest):
    item = rest.ok('GET', 'ltm/profile/http/http')
    assert item['fullPath'] == 'http'
    assert 'partition' not in item
    assert item['selfLink'] == ROOT + 'ltm/profile/http/http?ver=17.1.1'


@pytest.mark.parametrize(
    'path', ['ltm/pool/~Common~web/', 'ltm/pool/%7ECommon%7Eweb']
)
def test_spellings_of_an_item(rest, path):
    rest.ok('POST', 'ltm/pool', {'name': 'web'})
    assert rest.ok('GET', path)['fullPath'] == '/Common/web'


def test_percent_signs_and_colons(rest):
    rest.ok(
        'POST',
        'ltm/pool',
        {'name': 'web', 'members': ['/Common/10.0.0.1%2:80']},
    )
    for spelling in ('10.0.0.1%252:80', '10.0.0.1%252%3A80'):
        member = rest.ok(
            'GET', 'ltm/pool/~Common~web/members/~Common~' + spelling
        )
        assert member['name'] == '10.0.0.1%2:80'
        assert member['selfLink'].endswith(
            '/members/~Common~10.0.0.1%252:80?ver=17.1.1'
        )


def test_headers(rest):
    answer = rest('GET', 'ltm/pool')
    assert answer.headers['Content-Type'] == 'application/json; charset=UTF-8'
    assert answer.headers['Cache-Control'] == (
        'no-store, no-cache, must-revalidate'
    )
    assert answer.headers['Server'].startswith('Jetty(')
    assert 'BIGIPAuthCookie' in answer.cookies
    assert answer.cookies['BIGIPAuthUsernameCookie'] == 'admin'
    missing = rest('GET', 'ltm/pool/~Common~no')
    assert missing.headers['Content-Type'] == 'application/json;charset=utf-8'


def test_answers_are_compact(rest):
    assert ', ' not in rest('GET', 'ltm/pool').text


def test_a_connection_is_kept(rest, bigip):
    for _ in range(3):
        rest.ok('GET', 'ltm/pool')
    assert bigip.control.counts()['connections'] == 1


@pytest.mark.parametrize(
    'body',
    [
        '{"name"',
        # Half a character, and what is too deep to be printed.
        '{"name": "web", "description": "\\ud800"}',
        b'{"name": "web", "description": "\xed\xa0\x80"}',
        '{"name": "web", "description": ' + '[' * 10000 + ']' * 10000 + '}',
    ],
)
def test_invalid_json_closes_the_connection(rest, bigip, body):
    answer = rest.session.post(
        rest.url + '/mgmt/tm/ltm/pool', data=body, timeout=10
    )
    assert bigip.control.config() == {}
    assert answer.status_code == 400
    assert answer.json() == {
        'code': 400,
        'message': 'Found invalid JSON body in the request.',
        'errorStack': [],
        'apiError': 1,
    }
    assert answer.headers['Connection'] == 'close'


def test_a_silent_client_keeps_nobody_waiting(rest, bigip):
    host, port = bigip.address.split(':')
    with socket.create_connection((host, int(port))):
        rest.ok('GET', 'ltm/pool')


@contextlib.contextmanager
def _connection(bigip):
    context = ssl.create_default_context(cafile=bigip.ca_file)
    context.verify_flags |= ssl.VERIFY_X509_STRICT
    host, port = bigip.address.split(':')
    with (
        socket.create_connection((host, int(port)), 10) as plain,
        context.wrap_socket(plain, server_hostname=host) as secure,
    ):
        yield secure


def test_the_certificate_verifies(bigip):
    with _connection(bigip) as connection:
        assert connection.version()


def test_a_port_that_is_taken(bigip):
    taken = simulator.Simulator(port=bigip.port)
    # Beside a listening socket even SO_REUSEADDR does not help.
    with pytest.raises(OSError):
        taken.start()
    control_taken = simulator.Simulator(control_port=bigip.port)
    with pytest.raises(OSError):
        control_taken.start()


def test_stop_ends_open_connections(release):
    bigip, rest = release('17.1.1')
    with _connection(bigip) as connection:
        connection.sendall(b'GET / HTTP/1.1\r\nHost: x\r\n\r\n')
        assert connection.recv(4).startswith(b'HTTP')
        bigip.stop()
        while connection.recv(65536):
            pass


@pytest.mark.parametrize('ending', [signal.SIGTERM, signal.SIGINT])
def test_the_command(tmp_path, ending):
    port_file, ca_file = tmp_path / 'port', tmp_path / 'ca.pem'
    control_file = tmp_path / 'control'
    process = subprocess.Popen(
        [
            sys.executable,
            '-m',
            'f5_heat.simulator',
            '--port',
            '0',
            '--port-file',
            port_file,
            '--ca-file',
            ca_file,
            '--control-port-file',
            control_file,
            '--username',
            'me',
            '--password',
            'secret',
            '--tmos-version',
            '16.1.2',
        ],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, 'PYTHONUNBUFFERED': ''},
    )
    try:
        port = process.stdout.readline().strip()
        assert port_file.read_text().strip() == port
        with requests.Session() as session:
            session.trust_env = False
            answer = session.get(
                'https://127.0.0.1:{}/mgmt/tm/sys'.format(port),
                auth=('me', 'secret'),
                verify=str(ca_file),
                timeout=10,
            )
            assert answer.json()['selfLink'] == ROOT + 'sys?ver=16.1.2'
            counts = session.post(
                'http://127.0.0.1:{}/counts'.format(
                    control_file.read_text().strip()
                ),
                timeout=10,
            )
            assert counts.json()['requests'] == {'GET': 1}
        process.send_signal(ending)
        assert process.wait(10) == 0
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def test_the_command_for_several_devices(tmp_path):
    ca_file, port_file = tmp_path / 'ca.pem', tmp_path / 'port'
    process = subprocess.Popen(
        [
            sys.executable,
            '-m',
            'f5_heat.simulator',
            '--port',
            '0',
            '--devices',
            '2',
            '--ca-file',
            ca_file,
            '--port-file',
            port_file,
            '--control-port',
            '0',
        ],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        lines = [process.stdout.readline().split() for _ in range(2)]
        assert [line[0] for line in lines] == ['bigip1', 'bigip2']
        assert [line[2] for line in lines] == ['192.0.2.1', '192.0.2.2']
        assert port_file.read_text().split() == [
            line[1].rpartition(':')[2] for line in lines
        ]
        with requests.Session() as session:
            session.trust_env = False
            session.verify, session.auth = str(ca_file), ('admin', 'admin')
            answer = session.post(
                lines[0][1] + '/mgmt/tm/cm/add-to-trust',
                json={
                    'command': 'run',
                    'name': 'Root',
                    'device': lines[1][2],
                    'deviceName': 'bigip2',
                    'username': 'admin',
                    'password': 'admin',
                },
                timeout=10,
            )
            assert answer.status_code == 200, answer.text
            known = session.get(lines[1][1] + '/mgmt/tm/cm/device', timeout=10)
            assert len(known.json()['items']) == 2
            assert (
                session.post(lines[1][3] + '/counts', timeout=10).status_code
                == 200
            )
        process.terminate()
        assert process.wait(10) == 0
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
