# SPDX-License-Identifier: Apache-2.0

"""Options that oslo.config's drivers bring along, and their changes."""

import http.server
import json
import logging
import threading

import pytest
from oslo_config import cfg

from f5_heat import config

SECRETS = 'Canary-1', 'Canary-2'


class Server(http.server.ThreadingHTTPServer):
    """Serves texts over HTTP, by their paths."""

    def __init__(self):
        self.texts = {}
        super().__init__(('127.0.0.1', 0), Handler)
        self.url = 'http://127.0.0.1:%d' % self.server_port


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        text = self.server.texts.get(self.path)
        self.send_response(404 if text is None else 200)
        self.end_headers()
        self.wfile.write((text or '').encode())

    def do_POST(self):
        self.rfile.read(int(self.headers['Content-Length']))
        self.do_GET()

    def log_message(self, *args):
        pass


@pytest.fixture
def server():
    with Server() as server:
        threading.Thread(
            target=server.serve_forever, args=(0.05,), daemon=True
        ).start()
        yield server
        server.shutdown()


@pytest.fixture
def read(tmp_path):
    """Reads a heat.conf with the given text, and follows it."""

    def read(text):
        path = tmp_path / 'heat.conf'
        path.write_text(text)
        conf = cfg.ConfigOpts()
        config.register(conf)
        conf(['--config-file', str(path)])
        config.follow(told.append, conf)
        return conf

    told = []
    read.told = told
    return read


def assert_said(caplog, *names):
    """The log has the names of what has changed, and no value of it."""
    assert 'read again; changed: ' + ', '.join(names) in caplog.text
    for secret in SECRETS:
        assert secret not in caplog.text


def test_a_file_of_a_web_server(server, read, caplog):
    caplog.set_level(logging.DEBUG)
    section = '[f5_bigip_device:%s]\naddress = %s.example.com\npassword = %s\n'
    server.texts['/devices.conf'] = (
        '[f5_bigip]\ndevices = prod\n' + section % ('prod', 'prod', SECRETS[0])
    )
    conf = read(
        '[DEFAULT]\nconfig_source = site\n'
        '[site]\ndriver = remote_file\nuri = %s/devices.conf\n' % server.url
    )
    assert config.default_device(conf) == 'prod'
    prod = config.device('prod', conf)
    assert (prod.address, prod.password, prod.port) == (
        ['prod.example.com'],
        SECRETS[0],
        443,
    )

    server.texts['/devices.conf'] = (
        '[f5_bigip]\ndevices = prod, lab\n'
        + section % ('prod', 'prod', SECRETS[1])
        + section % ('lab', 'lab', SECRETS[1])
    )
    assert config.device('prod', conf).password == SECRETS[0]
    conf.mutate_config_files()
    assert config.device('prod', conf).password == SECRETS[1]
    assert config.device('lab', conf).address == ['lab.example.com']
    assert read.told == [['prod']]
    assert_said(
        caplog,
        '[f5_bigip_device:lab]',
        '[f5_bigip] devices',
        '[f5_bigip_device:prod] password',
    )

    # A server that is gone takes no device along.
    server.texts.clear()
    conf.mutate_config_files()
    assert config.device('prod', conf).password == SECRETS[1]
    assert 'of the sources site not all can be read' in caplog.text
    assert read.told == [['prod']]


def test_a_password_in_vault(server, read, tmp_path, caplog):
    """What castellan finds there; the rest is in heat.conf."""
    pytest.importorskip('castellan')
    caplog.set_level(logging.DEBUG, 'f5_heat')

    def put(secret):
        # As "vault kv put secret/bigip-prod @FILE" leaves it.
        server.texts['/v1/secret/data/bigip-prod'] = json.dumps(
            {
                'data': {
                    'data': {
                        'type': 'passphrase',
                        'value': secret.encode().hex(),
                        'name': 'bigip-prod',
                        'created': 0,
                    },
                    'metadata': {'version': 1},
                }
            }
        )

    put(SECRETS[0])
    server.texts['/v1/auth/approle/login'] = json.dumps(
        {'auth': {'client_token': 'token', 'lease_duration': 3600}}
    )
    (tmp_path / 'castellan.conf').write_text(
        '[key_manager]\nbackend = vault\n'
        '[vault]\napprole_role_id = role\napprole_secret_id = secret\n'
        'vault_url = %s\n' % server.url
    )
    (tmp_path / 'mapping.conf').write_text(
        '[f5_bigip_device:prod]\npassword = bigip-prod\n'
    )
    conf = read(
        '[DEFAULT]\nconfig_source = vault\n'
        '[vault]\ndriver = castellan\nconfig_file = {0}/castellan.conf\n'
        'mapping_file = {0}/mapping.conf\n'
        '[f5_bigip]\ndevices = prod\n'
        '[f5_bigip_device:prod]\naddress = 192.0.2.1\n'.format(tmp_path)
    )
    prod = config.device('prod', conf)
    assert (prod.address, prod.password) == (['192.0.2.1'], SECRETS[0])

    put(SECRETS[1])
    conf.mutate_config_files()
    assert config.device('prod', conf).password == SECRETS[1]
    assert_said(caplog, '[f5_bigip_device:prod] password')


def test_the_environment(read, monkeypatch):
    monkeypatch.setenv('OS_F5_BIGIP_DEVICE:PROD__PASSWORD', SECRETS[0])
    conf = read(
        '[f5_bigip]\ndevices = prod\n'
        '[f5_bigip_device:prod]\naddress = 192.0.2.1\n'
    )
    assert config.device('prod', conf).password == SECRETS[0]


@pytest.mark.parametrize(
    'text, said',
    [
        ('password canary', "heat.conf, line 4: No ':' or '=' found"),
        ('[f5_bigip_device:prod', 'heat.conf, line 4: Invalid section'),
    ],
)
def test_a_mistake_in_a_file_changes_nothing(
    read, tmp_path, caplog, text, said
):
    good = '[f5_bigip]\ndevices = prod\n\n'
    conf = read(good)
    path = tmp_path / 'heat.conf'
    path.write_text('[f5_bigip]\ndevices = lab\n\n' + text)
    assert conf.mutate_config_files() == {}
    assert said in caplog.text
    assert 'canary' not in caplog.text
    assert config.default_device(conf) == 'prod'
    assert conf.f5_bigip.devices == ['prod']
    path.write_bytes(b'[f5_bigip]\ndevices = \xff\n')
    assert conf.mutate_config_files() == {}
    path.unlink()
    assert conf.mutate_config_files() == {}
    assert config.default_device(conf) == 'prod'
    assert read.told == []
    path.write_text(good.replace('prod', 'lab'))
    conf.mutate_config_files()
    assert config.default_device(conf) == 'lab'
    assert read.told == [['prod']]
