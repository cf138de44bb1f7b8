# SPDX-License-Identifier: Apache-2.0

"""The mark by which an object on a BIG-IP says which resource made it.

Each kind of mark reads, adds and takes away its line in an object's JSON.
A kind of object that has metadata carries the mark there; one that has a
description carries it at the end of that. A file has neither, and says what
it was made from.

Authors write whatever they like into the same texts, and a device may answer
anything. Only what stands at the very end and has the ids of a stack and of a
resource in it is a mark; all else is text, and stays.
"""

import hashlib
import urllib.parse
import uuid

NAME = 'f5_heat'


#: The end of the mark on an object that was there before the resource.
ADOPTED = ':adopted'


def sign(resource, is_adopted=False):
    """Return the text of a resource's mark: its stack, its name and its
    uuid."""
    return '%s/%s/%s%s' % (
        resource.stack.id,
        resource.name,
        resource.uuid,
        ADOPTED if is_adopted else '',
    )


def is_mark(text):
    """Return whether a text has the form of a mark.

    Heat allows no slash in the name of a resource.
    """
    parts = text.split('/', 3)
    return (
        len(parts) == 3
        and parts[1] != ''
        and _is_id(parts[0])
        and _is_id(parts[2].removesuffix(ADOPTED))
    )


def _is_id(text):
    """Return whether a text is an id as Heat writes one."""
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False


def names(mark, resource):
    """Return whether a mark is that of a resource.

    Without convergence a replaced resource goes to another stack.
    """
    return mark is not None and stack_and_uuid(mark)[1] == resource.uuid


def is_adopted(mark):
    """Return whether a mark says that the object was there before."""
    return (mark or '').endswith(ADOPTED)


def stack_and_uuid(mark):
    """Return the ids of the stack and of the resource that a mark names."""
    return (
        mark.partition('/')[0],
        mark.rpartition('/')[2].removesuffix(ADOPTED),
    )


def is_of(mark, resource):
    """Return whether a mark is that of a resource, or of one in its place.

    Heat replaces a resource by another of the same stack and name.
    """
    return (mark or '').rpartition('/')[0] == sign(resource).rpartition('/')[0]


class MetadataMark:
    """A mark as an entry of the object's metadata.

    The form of an entry is recorded for pools and virtual servers, on 12.0.
    """

    key = 'metadata'

    @classmethod
    def read(cls, body):
        for entry in body.get('metadata') or []:
            if cls._is_mark(entry):
                return entry['value']
        return None

    @staticmethod
    def add(body, mark):
        # An object has one entry of a name.
        body['metadata'] = [
            *(
                entry
                for entry in body.get('metadata') or []
                if entry.get('name') != NAME
            ),
            {'name': NAME, 'value': mark, 'persist': 'true'},
        ]

    @classmethod
    def remove(cls, body):
        left = [
            entry
            for entry in body.get('metadata') or []
            if not cls._is_mark(entry)
        ]
        return {**body, 'metadata': left}

    @staticmethod
    def _is_mark(entry):
        return entry.get('name') == NAME and is_mark(str(entry.get('value')))


class TextMark:
    """A mark at the end of a text of the object.

    :param gap: what stands between the text and the mark.
    """

    def __init__(self, key, gap, opening, closing=''):
        self.key = key
        self._gap = gap
        self._opening = opening
        self._closing = closing

    def read(self, body):
        return self._apart(body.get(self.key))[1]

    def add(self, body, mark):
        body[self.key] = ''.join(
            (
                body.get(self.key) or '',
                self._gap,
                self._opening,
                mark,
                self._closing,
            )
        )

    def remove(self, body):
        if self.key not in body:
            return body
        text, _ = self._apart(body[self.key])
        rest = {key: value for key, value in body.items() if key != self.key}
        return {**rest, self.key: text} if text else rest

    def _apart(self, text):
        """Return what stands before the mark, and the mark; None without one.

        It is read from its end: a name may hold what a mark begins with.
        """
        if not isinstance(text, str):
            return text, None
        # A device strips or adds blanks at the ends.
        end = text.rstrip()
        parts = end.removesuffix(self._closing).rsplit('/', 2)
        start = parts[0].rfind(self._opening)
        if not end.endswith(self._closing) or start < 0:
            return text, None
        before = parts[0][:start]
        mark = '/'.join((parts[0][start + len(self._opening) :], *parts[1:]))
        if not is_mark(mark) or before and not before.endswith(self._gap):
            return text, None
        return before.removesuffix(self._gap), mark


class SourceMark:
    """A mark in the name of the upload that a file was made from.

    That the device goes on showing it is recorded on 13.0 and 14.1.2.1. Where
    one does not, its files have no mark, and so are nobody's.
    """

    key = 'sourcePath'

    #: What a name of 255 bytes leaves for a mark, beside what is around it.
    _longest = 200

    @staticmethod
    def read(body):
        name = str(body.get('sourcePath')).rpartition('/')[2]
        begin, _, rest = name.partition('.')
        mark = urllib.parse.unquote(rest.rpartition('.')[0].replace('_', '%'))
        return mark if begin == NAME and is_mark(mark) else None

    def add(self, body, mark):
        """Begin a name; what makes it unguessable comes after it."""
        text = self._text(mark)
        if len(text) > self._longest:
            stack, _, rest = mark.partition('/')
            name, _, end = rest.rpartition('/')
            text = self._text(
                '/'.join((stack, hashlib.sha1(name.encode()).hexdigest(), end))
            )
        body['sourcePath'] = '%s.%s' % (NAME, text)

    @staticmethod
    def _text(mark):
        """Return the mark in letters, digits, dots, hyphens and
        underscores."""
        quoted = urllib.parse.quote(mark, safe='')
        for letter in '_~':
            quoted = quoted.replace(letter, '%%%02X' % ord(letter))
        return quoted.replace('%', '_')

    @staticmethod
    def remove(body):
        return {
            key: value for key, value in body.items() if key != 'sourcePath'
        }


class NoMark:
    """What a singleton has instead of a mark: its resource's data decides."""

    key = None

    @staticmethod
    def read(body):
        return None

    @staticmethod
    def add(body, mark):
        """Nothing: there is no place for it."""

    @staticmethod
    def remove(body):
        return body


METADATA = MetadataMark()
NONE = NoMark()
SOURCE = SourceMark()
DESCRIPTION = TextMark('description', ' ', '[%s ' % NAME, ']')
#: The last line, so that the lines of a rule keep their numbers in errors.
COMMENT = TextMark('apiAnonymous', '\n', '# %s ' % NAME)
