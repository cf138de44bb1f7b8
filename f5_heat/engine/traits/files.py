# SPDX-License-Identifier: Apache-2.0

"""The trait of files: their contents travel as uploads, and come back as
checksums only.

An upload has a name that nobody can guess, and is deleted once the device has
made the file of it. Heat keeps no content beside the template.
"""

import contextlib
import hashlib

from oslo_log import log as logging

from f5_heat.engine import schema
from f5_heat.engine.bridge import sealing
from f5_heat.engine.objects import handle
from f5_heat.engine.objects import marks
from f5_heat.engine.schema import barbican
from f5_heat.engine.traits import trait
from f5_heat.icontrol import errors

LOG = logging.getLogger(__name__)

#: Where a device puts what is uploaded.
DOWNLOADS = '/var/config/rest/downloads/'

#: What a transaction failed of, by the code in the device's message.
MEANINGS = {
    '01020036': errors.NotFound,
    '01020066': errors.Conflict,
    **dict.fromkeys(errors.IN_USE, errors.InUse),
}


class Content(schema.String):
    """A text of which the device shows the checksum only.

    The seal of a secret one has the checksum too: that tells nothing more
    than the device tells everybody.
    """

    @staticmethod
    def normal(text):
        """Return the text as it is uploaded."""
        return text

    def encode(self, value, folder):
        return value and self.normal(value)

    def canonical(self, value, place):
        return self.checksum(value)

    @classmethod
    def checksum(cls, text):
        """Return the checksum of a text, also of one that is known by it
        only."""
        if not text:
            return ''
        if text.startswith((sealing.HIDDEN, 'SHA1:')):
            return text.rpartition(' ')[2]
        content = cls.normal(text).encode()
        return 'SHA1:%d:%s' % (
            len(content),
            hashlib.sha1(content).hexdigest(),
        )

    def replaced(self, value, replace):
        if (
            not self.secret
            or not value
            or barbican.is_reference(value)
            or value.startswith(sealing.HIDDEN)
        ):
            return value
        return '%s %s' % (replace(value), self.checksum(value))

    def differences(self, name, wanted, actual, place):
        if not schema.fits(self, wanted, actual, place):
            yield '%s: another one is expected, the device has %s' % (
                name,
                actual or 'nothing',
            )


class Upload(handle.Handle):
    """The handle of a file whose content is a key of its JSON.

    The owner's ``uploads`` is that key. Beside it travels ``sourcePath``,
    with the mark.
    """

    #: What is uploaded, in words for the names of the uploads.
    parts = ('content',)

    def read(self, expand=False):
        body = super().read(expand)
        body[self.owner.uploads] = body.get('checksum')
        return body

    def discard(self):
        """Delete what an action that was cut off may have uploaded."""
        names = [self._name(what, self._marked_name()) for what in self.parts]
        self._log_failure(lambda: self._unlink(names))

    def _post(self, body):
        with self._uploads() as upload:
            return self._apply(self._creation(body, upload))

    def _creation(self, body, upload):
        """Return the step that creates the file."""
        body = dict(body)
        body['sourcePath'] = upload(
            self.parts[0], body.pop(self.owner.uploads), body['sourcePath']
        )
        return 'create', self.collection, self.identified(body)

    def _modify(self, changes):
        name = changes.get('sourcePath')
        if name is None:
            name = self._marked_name()
        elif self.owner.uploads not in changes:
            # It is about the mark.
            changes = {**self._contents(name), **changes}
        with self._uploads() as upload:
            return self._apply(*self._steps(dict(changes), upload, name))

    def _steps(self, changes, upload, name):
        """Yield the steps that change the file."""
        changes.pop('sourcePath', None)
        content = changes.pop(self.owner.uploads, None)
        if content is not None:
            changes['sourcePath'] = upload(self.parts[0], content, name)
        if changes:
            yield 'modify', self.collection, self.path, changes

    # What goes along with a mark.

    def _contents(self, name):
        """Return what goes along with a mark that comes or goes.

        A file takes a mark with its contents only. An object that comes to a
        stack as it is, or goes, is marked if these are the template's.
        """
        owner = self.owner
        values = owner.wanted or owner.meant(owner.values())
        changes = self._marked(owner.to_wire(values, owner.folder()), name)
        if owner.wanted is not None:
            return owner.barbican.filled(changes, values)
        try:
            changes = owner.barbican.filled(changes, values)
        except barbican.Unreadable as error:
            LOG.warning('The mark on %s stays: %s', self.path, error)
            return {}
        return changes if self._has(changes) else {}

    def _marked(self, body, name):
        """Return the keys of a body that travel with a mark."""
        return {self.owner.uploads: body[self.owner.uploads]}

    def _has(self, contents):
        """Return whether the device has the contents."""
        found = handle.Handle.read(self)
        return found.get('checksum') == self._content.checksum(
            contents[self.owner.uploads]
        )

    @property
    def _content(self):
        """Return the property whose value is the content."""
        return next(
            prop
            for prop in self.owner.properties_schema.values()
            if prop.wire == self.owner.uploads
        )

    def _marked_name(self):
        marked = {}
        self.owner.ownership.add(marked, marks.mark(self.owner))
        return marked['sourcePath']

    # What travels.

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
            # What Barbican keeps has come as it is.
            content = self._content.normal(content)
            return 'file:' + self.bigip.upload(names[-1], content.encode())

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
        word = sealing.seal(self.owner, '%s/%s' % (self.owner.uuid, what))
        return '.'.join(
            filter(None, (name, word.removeprefix(sealing.HIDDEN)))
        )

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


class Contents(trait.Trait):
    """Takes along what an action has uploaded; the class says ``uploads``."""

    def check(self, kind):
        if not (kind.uploads and issubclass(kind.handle_class, Upload)):
            raise TypeError(
                '%s: the trait Contents is for a type that says what it '
                'uploads, and whose handle is an Upload.' % kind.__name__
            )

    def before_write(self, resource, body, values):
        resource.wanted = values

    def deleted(self, resource):
        resource.handle().discard()

    def vanished(self, resource):
        if resource.resource_id is not None:
            resource.handle().discard()

    def released(self, resource):
        resource.handle().discard()
