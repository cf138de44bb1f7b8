# SPDX-License-Identifier: Apache-2.0

"""A certificate and its private key on a BIG-IP, as one object.

A device has two files of them, and gives the contents of neither back.
"""

from f5_heat.engine import ownership
from f5_heat.engine.bridge import sealing
from f5_heat.engine.objects import marks
from f5_heat.engine.traits import files
from f5_heat.engine.validation import refusal
from f5_heat.icontrol import errors

CERTIFICATES = 'sys/file/ssl-cert'
KEYS = 'sys/file/ssl-key'


class PEM(files.Content):
    """A text in PEM: the space around it means nothing."""

    @staticmethod
    def normal(text):
        return text.strip() + '\n'


def key_path(path):
    """Return the path of the key that belongs to the certificate of a path."""
    return (
        path.removesuffix('.crt') + '.key' if (path.endswith('.crt')) else path
    )


class Pair(files.Upload):
    """The handle of a certificate and its key, as of one object.

    Their contents are PEM in the JSON of that object. What concerns both is
    one transaction: a device refuses a certificate that does not fit the key
    with which it is in use.
    """

    parts = ('certificate', 'key')

    def read(self, expand=False):
        body = super().read(expand)
        if self.owner.has_key():
            key = self._key()
            if key is not None:
                body['privateKey'] = {'content': key.get('checksum')}
        return body

    def _post(self, body):
        body = dict(body)
        key = body.pop('privateKey', {})
        with self._uploads() as upload:
            certificate = self._creation(body, upload)
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

    def _steps(self, changes, upload, name):
        key = changes.pop('privateKey', None)
        yield from super()._steps(changes, upload, name)
        if key is not None:
            yield from self._key_steps(key, upload, name)

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

    # What goes along with a mark.

    def _marked(self, body, name):
        changes = super()._marked(body, name)
        if name and body.get('privateKey', {}).get('content'):
            changes['privateKey'] = body['privateKey']
        return changes

    def _has(self, contents):
        """Return whether the device has the contents, in files of nobody
        else's."""
        if not super()._has(contents):
            return False
        if 'privateKey' not in contents:
            return True
        key, content = self._key(), contents['privateKey']['content']
        return (
            key is not None
            and not self._is_anothers(key)
            and key.get('checksum') == PEM.checksum(content)
            and not content.startswith(sealing.HIDDEN)
        )


def resource_mapping():
    return {}
