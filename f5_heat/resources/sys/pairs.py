# SPDX-License-Identifier: Apache-2.0

"""A certificate and its private key on a BIG-IP, as one object.

A device has two files of them, and gives the contents of neither back.
"""

import contextlib
import hashlib

from oslo_log import log as logging

from f5_heat.engine import ownership
from f5_heat.engine import schema
from f5_heat.engine.bridge import sealing
from f5_heat.engine.objects import handle
from f5_heat.engine.objects import marks
from f5_heat.engine.schema import barbican
from f5_heat.engine.validation import refusal
from f5_heat.icontrol import errors

LOG = logging.getLogger(__name__)

CERTIFICATES = 'sys/file/ssl-cert'
KEYS = 'sys/file/ssl-key'

#: Where a device puts what is uploaded.
DOWNLOADS = '/var/config/rest/downloads/'

#: What a transaction failed of, by the code in the device's message.
MEANINGS = {
    '01020036': errors.NotFound,
    '01020066': errors.Conflict,
    **dict.fromkeys(errors.IN_USE, errors.InUse),
}


class PEM(schema.String):
    """A text in PEM, of which the device shows the checksum only.

    The seal of a secret one has the checksum too: that tells nothing more
    than the device tells everybody.
    """

    def encode(self, value, folder):
        return value and _normal(value)

    def canonical(self, value, place):
        return checksum(value)

    def replaced(self, value, replace):
        if (
            not self.secret
            or not value
            or barbican.is_reference(value)
            or value.startswith(sealing.HIDDEN)
        ):
            return value
        return '%s %s' % (replace(value), checksum(value))

    def differences(self, name, wanted, actual, place):
        if not schema.fits(self, wanted, actual, place):
            yield '%s: another one is expected, the device has %s' % (
                name,
                actual or 'nothing',
            )


def _normal(text):
    return text.strip() + '\n'


def checksum(text):
    """Return the checksum of a PEM text, also of one that is known by it
    only."""
    if not text:
        return ''
    if text.startswith((sealing.HIDDEN, 'SHA1:')):
        return text.rpartition(' ')[2]
    content = _normal(text).encode()
    return 'SHA1:%d:%s' % (len(content), hashlib.sha1(content).hexdigest())


def key_path(path):
    """Return the path of the key that belongs to the certificate of a path."""
    return (
        path.removesuffix('.crt') + '.key' if (path.endswith('.crt')) else path
    )


class Pair(handle.Handle):
    """The handle of a certificate and its key, as of one object.

    Their contents, which are PEM in the JSON of that object, travel as
    uploads. What concerns both is one transaction: a device refuses a
    certificate that does not fit the key with which it is in use.
    """

    def read(self, expand=False):
        body = super().read(expand)
        body['content'] = body.get('checksum')
        if self.owner.has_key():
            key = self._key()
            if key is not None:
                body['privateKey'] = {'content': key.get('checksum')}
        return body

    def _post(self, body):
        key = body.get('privateKey', {})
        with self._uploads() as upload:
            certificate = (
                'create',
                CERTIFICATES,
                self.identified(
                    {
                        'sourcePath': upload(
                            'certificate', body['content'], body['sourcePath']
                        )
                    }
                ),
            )
            if not key.get('content'):
                return self._apply(certificate)
            file = self._key_file(key, upload, body['sourcePath'])
            try:
                return self._apply(certificate, self._key_creation(file))
            except errors.Conflict:
                found = self._key()
                if (
                    found is None
                    or not self._may_change(found)
                    or self.exists()
                ):
                    raise
            # Somebody has deleted the certificate, and left the key.
            return self._apply(
                certificate, ('modify', KEYS, self._key_path, file)
            )

    def _modify(self, changes):
        name = changes.get('sourcePath')
        if 'content' not in changes and name is not None:
            # It is about the mark.
            changes = {**self._contents(name), **changes}
        if name is None:
            name = self._marked_name()
        with self._uploads() as upload:
            steps = []
            if 'content' in changes:
                steps.append(
                    (
                        'modify',
                        CERTIFICATES,
                        self.path,
                        {
                            'sourcePath': upload(
                                'certificate', changes['content'], name
                            )
                        },
                    )
                )
            if 'privateKey' in changes:
                steps += self._key_steps(changes['privateKey'], upload, name)
            return self._apply(*steps)

    def _remove(self):
        steps = [('delete', CERTIFICATES, self.path)]
        found = self._key()
        if found is not None and self._is_own(found):
            steps.append(('delete', KEYS, self._key_path))
        try:
            self._apply(*steps)
        except errors.NotFound:
            left = [step for step in steps if self.bigip.exists(*step[1:])]
            if not left:
                raise
            self._apply(*left)

    def discard(self):
        """Delete what an action that was cut off may have uploaded."""
        self._log_failure(
            lambda: self._unlink(
                [
                    self._name(what, self._marked_name())
                    for what in ('certificate', 'key')
                ]
            )
        )

    # The key.

    @property
    def _key_path(self):
        return key_path(self.path)

    def _key(self):
        """Return what the device says of the key, or None."""
        try:
            return self.bigip.read(KEYS, self._key_path)
        except errors.NotFound:
            return None

    def _is_of_owner(self, key):
        mark = self.owner.ownership.read(key)
        return ownership.names(mark, self.owner) or ownership.is_of(
            mark, self.owner
        )

    def _is_anothers(self, key):
        """Return whether a key belongs to a resource that is still there."""
        mark = self.owner.ownership.read(key)
        return (
            mark is not None
            and not self._is_of_owner(key)
            and (marks.is_alive(mark, self.owner.resource_id))
        )

    def _is_own(self, key):
        """Return whether a key is the resource's, even if somebody changed
        it."""
        return self._is_of_owner(key) or (
            'created' in self.owner.data()
            and self.owner.has_key()
            and not self._is_anothers(key)
        )

    def _may_change(self, key):
        """Return whether a key is the resource's, or can come to it by
        adoption."""
        return self._is_own(key) or (
            marks.ADOPTED in self.owner.data() and not self._is_anothers(key)
        )

    def _key_file(self, key, upload, name):
        file = {'sourcePath': upload('key', key['content'], name)}
        if key.get('passphrase'):
            file['passphrase'] = key['passphrase']
        return file

    def _key_creation(self, file):
        return (
            'create',
            KEYS,
            {
                **self.owner.identify(self._key_path),
                **file,
            },
        )

    def _key_steps(self, key, upload, name):
        found = self._key()
        if not key.get('content'):
            if found is not None and self._is_own(found):
                yield 'delete', KEYS, self._key_path
            return
        if found is not None and not self._may_change(found):
            raise refusal.NameTaken(
                path=self._key_path, reason='It is a private key.'
            )
        file = self._key_file(key, upload, name)
        if found is None:
            yield self._key_creation(file)
            return
        if 'passphrase' not in file and found.get('securityType') == (
            'password'
        ):
            file['passphrase'] = ''
        yield 'modify', KEYS, self._key_path, file

    # What travels.

    def _contents(self, name):
        """Return what goes along with a mark that comes or goes.

        A file takes a mark with its contents only. An object that comes to a
        stack as it is, or goes, is marked if these are the template's.
        """
        owner = self.owner
        values = owner.wanted or owner.meant(owner.values())
        body = owner.to_wire(values, owner.folder())
        changes = {'content': body['content']}
        if name and body.get('privateKey', {}).get('content'):
            changes['privateKey'] = body['privateKey']
        if owner.wanted is not None:
            return owner.barbican.filled(changes, values)
        try:
            changes = owner.barbican.filled(changes, values)
        except barbican.Unreadable as error:
            LOG.warning('The mark on %s stays: %s', self.path, error)
            return {}
        return changes if self._has(changes) else {}

    def _has(self, contents):
        """Return whether the device has the contents, in files of nobody
        else's."""
        found = super().read()
        if found.get('checksum') != checksum(contents['content']):
            return False
        if 'privateKey' not in contents:
            return True
        key, content = self._key(), contents['privateKey']['content']
        return (
            key is not None
            and not self._is_anothers(key)
            and key.get('checksum') == checksum(content)
            and not content.startswith(sealing.HIDDEN)
        )

    def _apply(self, *steps):
        try:
            return handle.apply(self.bigip, *steps) if steps else {}
        except errors.TransactionFailed as error:
            raise MEANINGS.get(error.code, errors.BadRequest)(
                *error.args
            ) from None

    @contextlib.contextmanager
    def _uploads(self):
        names = []

        def upload(what, content, name):
            names.append(self._name(what, name))
            return 'file:' + self.bigip.upload(
                names[-1], _normal(content).encode()
            )

        try:
            yield upload
        finally:
            if names:
                self._discard(names)

    def _name(self, what, name):
        """Return a name that nobody can guess, and that is the same each time.

        What an action leaves behind that is cut off, the next one takes
        along.
        """
        return '.'.join(filter(None, (name, self.owner.secret_word(what))))

    def _marked_name(self):
        marked = {}
        self.owner.ownership.add(marked, marks.mark(self.owner))
        return marked['sourcePath']

    def _discard(self, names):
        """Delete uploads; empty them where the user may not do that."""

        def discard():
            try:
                self._unlink(names)
            except errors.HTTPError:
                for name in names:
                    self.bigip.upload(name, b'\n')

        self._log_failure(discard)

    def _unlink(self, names):
        self.bigip.run(
            'util/unix-rm',
            'run',
            utilCmdArgs=' '.join(DOWNLOADS + name for name in names),
        )

    def _log_failure(self, discard):
        try:
            discard()
        except errors.IControlError as error:
            LOG.warning(
                'Uploads for %s may be left on its BIG-IP, in %s: %s',
                self.owner.resource_id,
                DOWNLOADS,
                error,
            )


def resource_mapping():
    return {}
