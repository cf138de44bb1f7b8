# SPDX-License-Identifier: Apache-2.0

"""A file on a device: its content is uploaded, and known by its checksum."""

import hashlib

import pytest

from tests.functional.contract import stacks
from tests.functional.test_writing import cloud

__all__ = ['cloud']

ONE, OTHER = '#!/bin/sh\necho up\n', '#!/bin/sh\necho up  # really\n'
UPLOAD = ('POST', '/mgmt/shared/file-transfer/uploads/')
REMOVE = ('POST', '/mgmt/tm/util/unix-rm')
FILES = '/mgmt/tm/sys/file/external-monitor'


def template(name, script):
    return stacks.hot(
        {
            'one': {
                'type': 'Test::MonitorScript',
                'properties': {'name': name, 'script': script},
            }
        }
    )


class File:
    """A stack of one file, and what the device has of it."""

    def __init__(self, cloud, stack):
        self.cloud = cloud
        self.stack = stack
        self.name = stack.name.replace('-', '_')
        self.uri = 'sys/file/external-monitor/~Common~' + self.name
        self.path = '%s/~Common~%s' % (FILES, self.name)

    def template(self, script):
        return template(self.name, script)

    def seen(self, act, *args, **kwargs):
        return [
            (method, path.partition('uploads/f5_heat')[0] + 'uploads/')
            if 'file-transfer' in path
            else (method, path)
            for method, path in stacks.watch(self.cloud, act, *args, **kwargs)
        ]

    def holds(self, script):
        content = script.encode()
        return self.cloud.bigip.read(self.uri)['checksum'] == (
            'SHA1:%d:%s' % (len(content), hashlib.sha1(content).hexdigest())
        )

    def left(self):
        """What of ours still waits on the device to be made a file of."""
        answer = self.cloud.bigip.post(
            'util/unix-ls',
            json={
                'command': 'run',
                'utilCmdArgs': '/var/config/rest/downloads/',
            },
        ).json()
        return [
            name
            for name in answer.get('commandResult', '').split()
            if 'f5_heat' in name
        ]

    def put(self, script, method='patch', **named):
        """Let somebody else make or change the file."""
        data = script.encode()
        assert self.cloud.bigip.post(
            '../shared/file-transfer/uploads/theirs',
            data=data,
            headers={
                'Content-Type': 'application/octet-stream',
                'Content-Range': '0-%d/%d' % (len(data) - 1, len(data)),
            },
        ).ok
        source = 'file:/var/config/rest/downloads/theirs'
        uri = self.uri if method == 'patch' else self.uri.rpartition('/')[0]
        write = getattr(self.cloud.bigip, method)
        assert write(uri, json={'sourcePath': source, **named}).ok

    def source(self):
        return self.cloud.bigip.read(self.uri)['sourcePath']


@pytest.fixture
def file(cloud, stack):
    return File(cloud, stack)


def test_lifecycle(file):
    assert file.seen(file.stack.create, file.template(ONE)) == [
        UPLOAD,
        ('POST', FILES),
        REMOVE,
    ]
    assert file.holds(ONE)
    file.stack.check()
    again = file.template(ONE)
    assert file.seen(file.stack.update, again) == []
    assert file.seen(file.stack.update, again, converge=True) == [
        ('GET', file.path)
    ]
    assert file.seen(file.stack.update, file.template(OTHER)) == [
        UPLOAD,
        ('PATCH', file.path),
        REMOVE,
    ]
    assert file.holds(OTHER) and file.left() == []
    file.stack.check()
    file.stack.delete()
    assert file.cloud.bigip.read(file.uri) is None and file.left() == []


def test_what_others_have_changed_is_told_and_repaired(file):
    file.stack.create(file.template(ONE))
    file.put(OTHER)
    file.stack.check('CHECK_FAILED')
    assert 'script: another one is expected' in file.stack.reasons()
    file.stack.update(file.template(ONE))
    assert file.holds(ONE)
    file.stack.check()


@pytest.mark.parametrize('fault', ['drop-before', 'drop-after'])
@pytest.mark.parametrize('cut_off', ['uploads/.*', FILES, '/unix-rm'])
def test_an_upload_is_not_left_behind(file, cut_off, fault):
    """What is cut off is finished by the same update, or by a delete."""
    file.cloud.control.inject(fault, method='POST', path=cut_off, times=2)
    file.stack.create(file.template(ONE), ('CREATE_COMPLETE', 'CREATE_FAILED'))
    file.cloud.control.mend()
    file.stack.update(file.template(ONE))
    assert file.holds(ONE)
    file.cloud.control.inject(fault, path=cut_off, times=2)
    file.stack.update(
        file.template(OTHER), ('UPDATE_COMPLETE', 'UPDATE_FAILED')
    )
    file.cloud.control.mend()
    file.stack.update(file.template(OTHER))
    assert file.holds(OTHER)
    file.stack.check()
    file.stack.delete()
    assert file.cloud.bigip.read(file.uri) is None and file.left() == []


def test_a_file_is_adopted_and_left(file):
    """Its mark comes and goes with the content."""
    file.put(ONE, method='post', name=file.name)
    adopting = file.template(OTHER)
    adopting['resources']['one']['properties']['on_conflict'] = 'adopt'
    file.stack.create(adopting)
    assert file.holds(OTHER) and 'f5_heat' in file.source()
    file.stack.check()
    file.stack.delete()
    assert file.holds(OTHER) and 'f5_heat' not in file.source()
    assert file.left() == []
    assert file.cloud.bigip.delete(file.uri).ok
