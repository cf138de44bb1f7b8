# SPDX-License-Identifier: Apache-2.0

"""The names of objects, as they travel."""

import string
import urllib.parse

import hypothesis
import pytest
from hypothesis import strategies

from f5_heat import icontrol
from f5_heat.icontrol import paths
from tests.unit import icontrol_device


@pytest.fixture(scope='module')
def device():
    with icontrol_device.Device() as device:
        yield device


@pytest.fixture(scope='module')
def bigip(device):
    with device.connect() as bigip:
        yield bigip


@pytest.mark.parametrize(
    'name, segment',
    [
        ('/Common/web', '~Common~web'),
        ('web', 'web'),
        ('/Common/sub/web', '~Common~sub~web'),
        ('/Common/app.app/web', '~Common~app.app~web'),
        ('/Common/10.0.0.1:80', '~Common~10.0.0.1:80'),
        ('/Common/10.0.0.1%10:80', '~Common~10.0.0.1%2510:80'),
        ('/Common/2001:db8::1.443', '~Common~2001:db8::1.443'),
        ('/Common/2001:db8::1%2.443', '~Common~2001:db8::1%252.443'),
        ('/Common/a b', '~Common~a%20b'),
        ('10.0.0.0/24', '10.0.0.0~24'),
        ('/Common/%41', '~Common~%2541'),
        ('/Common/a?b#c&d=e+f', '~Common~a%3Fb%23c%26d%3De%2Bf'),
        ('/Common/é', '~Common~%C3%A9'),
        ('/', '~'),
    ],
)
def test_a_name_travels_as_the_device_wants_it(device, bigip, name, segment):
    device.requests.clear()
    assert paths.quote(name) == segment
    bigip.delete('ltm/thing', name)
    assert device.requests[0].path == f'/mgmt/tm/ltm/thing/{segment}'


@pytest.mark.parametrize('name', ['', '.', '..', '~Common~web', 'a~b'])
def test_a_name_that_no_url_can_address_is_refused(device, bigip, name):
    device.requests.clear()
    with pytest.raises(ValueError, match='cannot be the name'):
        bigip.delete('ltm/pool', name)
    assert device.requests == []


names = strategies.text(
    strategies.characters(exclude_characters='~', exclude_categories=['Cs'])
    | strategies.sampled_from('/%: .?#\\'),
    min_size=1,
).filter(lambda name: name not in ('.', '..'))


@hypothesis.given(names)
def test_a_quoted_name_is_one_segment_and_can_be_read_back(name):
    segment = paths.quote(name)
    assert set(segment) <= set(string.ascii_letters + string.digits + '-._~:%')
    assert urllib.parse.unquote(segment).replace('~', '/') == name
    assert paths.unquote(segment) == name


@hypothesis.settings(max_examples=40, deadline=None)
@hypothesis.given(names)
def test_a_quoted_name_survives_the_wire(device, bigip, name):
    device.requests.clear()
    bigip.exists('ltm/thing', name)
    segment = device.requests[0].path.removeprefix('/mgmt/tm/ltm/thing/')
    assert urllib.parse.unquote(segment).replace('~', '/') == name


def test_a_parent_is_a_path():
    assert (
        paths.within('ltm/pool', '/Common/web', 'members')
        == 'ltm/pool/~Common~web/members'
    )


@pytest.mark.parametrize(
    'name, partition, path',
    [
        ('web', 'Common', '/Common/web'),
        ('web', '/Common/folder', '/Common/folder/web'),
        ('/Tenant/web', 'Common', '/Tenant/web'),
    ],
)
def test_a_full_path(name, partition, path):
    assert paths.full(name, partition) == path


@pytest.mark.parametrize(
    'path, parts',
    [
        ('/Common/web', ('Common', '', 'web')),
        ('/Common/f/web', ('Common', 'f', 'web')),
        ('/Common/f/g/web', ('Common', 'f/g', 'web')),
        ('web', ('', '', 'web')),
    ],
)
def test_the_parts_of_a_path(path, parts):
    assert paths.split(path) == parts


@pytest.mark.parametrize(
    'address, url',
    [
        ('192.0.2.1', 'https://192.0.2.1'),
        ('192.0.2.1:8443', 'https://192.0.2.1:8443'),
        ('https://192.0.2.1', 'https://192.0.2.1'),
        ('https://bigip.example.com:443/', 'https://bigip.example.com'),
        ('[2001:db8::1]:443', 'https://[2001:db8::1]'),
        ('[2001:db8::1]:8443', 'https://[2001:db8::1]:8443'),
        ('2001:db8::1', 'https://[2001:db8::1]'),
    ],
)
def test_an_address(address, url):
    bigip = icontrol.connect(address, 'admin', 'secret')
    assert repr(bigip) == f'<BigIP {url}>'


@pytest.mark.parametrize(
    'address',
    [
        '',
        'http://192.0.2.1',
        'ftp://192.0.2.1',
        'https://u:secret@192.0.2.1',
        '192.0.2.1:port',
        '192.0.2.1:99999',
        'https://192.0.2.1/mgmt',
        'https://192.0.2.1?x',
        '[2001:db8::1',
    ],
)
def test_what_is_no_address_is_refused(address):
    with pytest.raises(ValueError) as refusal:
        icontrol.connect(address, 'admin', 'secret')
    assert 'secret' not in str(refusal.value)
