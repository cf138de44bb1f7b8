# SPDX-License-Identifier: Apache-2.0

"""The options in heat.conf, and the devices that they describe."""

import re
import subprocess
import sys

import pytest
from oslo_config import cfg

from f5_heat import config


@pytest.fixture
def read(tmp_path):
    """Reads a heat.conf with the given text."""

    def read(text):
        path = tmp_path / 'heat.conf'
        path.write_text(text)
        conf = cfg.ConfigOpts()
        config.register(conf)
        conf(['--config-file', str(path)])
        return conf

    return read


PROD = """
[f5_bigip_device:prod]
address = 192.0.2.1:8443
password = secret
"""


def test_a_device_has_a_section_and_the_rest_by_default(read):
    conf = read('[f5_bigip]\ndevices = prod, lab\n' + PROD)
    section = config.device('prod', conf)
    assert section.address == ['192.0.2.1:8443']
    assert (section.username, section.auth, section.login_provider) == (
        'admin',
        'token',
        'tmos',
    )
    assert section.verify is True
    assert section.partition == 'Common'


def test_an_only_device_is_the_default(read):
    assert config.default_device(read('[f5_bigip]\ndevices = prod')) == 'prod'


def test_of_several_devices_the_default_is_named(read):
    several = '[f5_bigip]\ndevices = prod, lab\n'
    assert (
        config.default_device(read(several + 'default_device = lab')) == 'lab'
    )
    with pytest.raises(config.UnknownDevice, match='no default_device'):
        config.default_device(read(several))
    with pytest.raises(config.UnknownDevice, match='other, is not among'):
        config.default_device(read(several + 'default_device = other'))


@pytest.mark.parametrize(
    'text, said',
    [
        ('', r'prod is neither .* heat.conf \(none\)'),
        ('[f5_bigip]\ndevices = lab', r'heat.conf \(lab\)'),
        ('[f5_bigip]\ndevices = prod', 'needs an address and a password'),
        (
            '[f5_bigip]\ndevices = prod\n[f5_bigip_device:prod]\naddress = '
            'host',
            r'\[f5_bigip_device:prod\] .* needs',
        ),
        (
            '[f5_bigip]\ndevices = prod' + PROD.replace('secret', 'sec$ret'),
            r'^The option password in .* cannot be read: a dollar sign in it '
            r'is written twice, \$\$\.$',
        ),
        (
            '[f5_bigip]\ndevices = prod' + PROD + 'auth = kerberos',
            r'The option auth in .* read: Valid values are \[token, basic\]',
        ),
        (
            '[f5_bigip]\ndevices = prod' + PROD + 'fingerprint = 12:34',
            'The option fingerprint in .* it is not a SHA-256 fingerprint, '
            'which',
        ),
        (
            '[f5_bigip]\ndevices = prod' + PROD + 'port = 0',
            'The option port in .* Should be greater than or equal to 1',
        ),
        (
            '[f5_bigip]\ndevices = prod' + PROD + 'partition = a b',
            "The option partition in .* Value 'a b' doesn't match",
        ),
    ],
)
def test_an_unknown_device_is_named(read, text, said):
    with pytest.raises(config.UnknownDevice, match=said):
        config.device('prod', read(text))


@pytest.mark.parametrize(
    'address',
    [
        'bigip_1.example.com',
        '192.0.2.1:8443',
        '2001:db8::1',
        '[2001:db8::1]:8443',
        'https://192.0.2.1/',
    ],
)
def test_an_address_is_taken(read, address):
    conf = read('[f5_bigip]\ndevices = prod' + PROD + 'address = ' + address)
    assert config.device('prod', conf).address == [address]


@pytest.mark.parametrize(
    'address',
    [
        'a b',
        '192.0.2.1:0',
        '192.0.2.1:port',
        'http://192.0.2.1',
        'https://192.0.2.1/mgmt',
        'https://admin:canary@192.0.2.1',
    ],
)
def test_an_address_is_refused(read, address):
    conf = read('[f5_bigip]\ndevices = prod' + PROD + 'address = ' + address)
    with pytest.raises(
        config.UnknownDevice,
        match=('The option address in .* it is not a host name or'),
    ) as caught:
        config.device('prod', conf)
    assert 'canary' not in str(caught.value)


def test_an_operator_hears_of_all_problems_at_once(read):
    said = list(
        config.problems(
            read(
                '[f5_bigip]\ndevices = prod, lab\ndefault_device = other\n'
                'retry_timeout = long' + PROD
            )
        )
    )
    assert [' '.join(line.split()[:4]) for line in said] == [
        'The option retry_timeout in',
        'The section [f5_bigip_device:lab] of',
        'The default_device of heat.conf,',
    ]
    assert list(config.problems(read(''))) == []


@pytest.mark.parametrize(
    'text, wanted, verified',
    [
        ('', None, True),
        ('', False, False),
        ('validate_certs = False', None, False),
        ('validate_certs = False', True, True),
        ('ca_file = /ca.pem', None, '/ca.pem'),
        ('ca_file = /ca.pem', True, '/ca.pem'),
        ('ca_file = /ca.pem', False, False),
    ],
)
def test_how_a_templates_device_is_verified(read, text, wanted, verified):
    conf = read('[f5_bigip]\n' + text)
    assert config.verification(wanted, conf) == verified


def test_a_sample_configuration_is_generated(read):
    made = subprocess.run(
        [
            sys.executable,
            '-m',
            'oslo_config.generator',
            '--namespace',
            'f5_heat',
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert made.stderr == ''
    # The options stand in the order of the table, each of them once.
    assert re.findall('(?m)^#([a-z_]+) =', made.stdout) == [
        option.name for _, known in config.list_opts() for option in known
    ]
    # What it says can be used as it is.
    conf = read(re.sub('(?m)^#([a-z_]+ =)', r'\1', made.stdout))
    assert list(config.problems(conf)) == []
    assert config.default_device(conf) == 'prod'
    assert config.device('prod', conf).address == ['192.0.2.1']
