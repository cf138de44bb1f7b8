# SPDX-License-Identifier: Apache-2.0

"""The mark by which an object on a BIG-IP says which resource made it.

Each kind of mark reads, adds and takes away its line in an object's JSON.
A kind of object that has metadata carries the mark there; one that has a
description carries it at the end of that. A file has neither, and says what
it was made from.
"""

import hashlib
import re
import urllib.parse

NAME = 'f5_heat'


#: The end of the mark on an object that was there before the resource.
ADOPTED = ':adopted'


def sign(resource, is_adopted=False):
    """The text of a resource's mark: its stack, its name and its uuid."""
    return '%s/%s/%s%s' % (
        resource.stack.id,
        resource.name,
        resource.uuid,
        ADOPTED if is_adopted else '',
    )


def names(mark, resource):
    """Whether a mark is that of a resource.

    Without convergence a replaced resource goes to another stack.
    """
    return mark is not None and stack_and_uuid(mark)[1] == resource.uuid


def is_adopted(mark):
    """Whether a mark says that the object was there before."""
    return (mark or '').endswith(ADOPTED)


def stack_and_uuid(mark):
    """The ids of the stack and of the resource that a mark names."""
    return (
        mark.partition('/')[0],
        mark.rpartition('/')[2].removesuffix(ADOPTED),
    )


def is_of(mark, resource):
    """Whether a mark is that of a resource, or of one in its place.

    Heat replaces a resource by another of the same stack and name.
    """
    return (mark or '').rpartition('/')[0] == sign(resource).rpartition('/')[0]


class Metadata:
    """A mark as an entry of the object's metadata.

    The form of an entry is recorded for pools and virtual servers, on 12.0.
    """

    key = 'metadata'

    @staticmethod
    def read(body):
        for entry in body.get('metadata') or []:
            if entry.get('name') == NAME:
                return entry.get('value')
        return None

    @staticmethod
    def add(body, mark):
        body['metadata'] = [
            *(body.get('metadata') or []),
            {'name': NAME, 'value': mark, 'persist': 'true'},
        ]

    @staticmethod
    def remove(body):
        left = [
            entry
            for entry in body.get('metadata') or []
            if entry.get('name') != NAME
        ]
        return {**body, 'metadata': left}


class Text:
    """A mark at the end of a text of the object."""

    def __init__(self, key, form):
        self.key = key
        self._form = form
        # A device may strip blanks; a name in Heat may hold some.
        self._pattern = re.compile(
            r'\s*%s\s*$'
            % re.escape(form.strip()).replace(re.escape('%s'), r'(\S+/.+/\S+)')
        )

    def read(self, body):
        found = self._pattern.search(body.get(self.key) or '')
        return found.group(1) if found else None

    def add(self, body, mark):
        body[self.key] = (body.get(self.key) or '') + self._form % mark

    def remove(self, body):
        if self.key not in body:
            return body
        text = self._pattern.sub('', body[self.key])
        rest = {key: value for key, value in body.items() if key != self.key}
        return {**rest, self.key: text} if text else rest


class Source:
    """A mark in the name of the upload that a file was made from.

    That the device goes on showing it is recorded on 13.0 and 14.1.2.1. Where
    one does not, its files have no mark, and so are nobody's.
    """

    key = 'sourcePath'

    #: What a name of 255 bytes leaves for a mark, beside what is around it.
    _longest = 200

    @staticmethod
    def read(body):
        found = re.search(
            r'/%s\.(.+)\.[^.]+$' % NAME, body.get('sourcePath') or ''
        )
        return found and urllib.parse.unquote(found.group(1).replace('_', '%'))

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
        """The mark in letters, digits, dots, hyphens and underscores."""
        quoted = urllib.parse.quote(mark, safe='')
        for letter in '_~':
            quoted = quoted.replace(letter, '%%%02X' % ord(letter))
        return quoted.replace('%', '_')

    @staticmethod
    def remove(body):
        return {
            key: value for key, value in body.items() if key != 'sourcePath'
        }


METADATA = Metadata()
SOURCE = Source()
DESCRIPTION = Text('description', ' [' + NAME + ' %s]')
#: The last line, so that the lines of a rule keep their numbers in errors.
COMMENT = Text('apiAnonymous', '\n# ' + NAME + ' %s')
