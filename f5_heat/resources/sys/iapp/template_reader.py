# SPDX-License-Identifier: Apache-2.0

"""Reads the text of an iApp template."""

from __future__ import annotations

import re
import typing as t

from f5_heat.resources.sys.iapp import braces
from f5_heat.resources.sys.iapp import template_text

# What a listing of a script says at the end of its block.
_SCRIPT_LINE = re.compile(
    r'\s*(app-service|description|hidden|ignore-verification|partition|'
    r'script-checksum|script-signature|signing-key|total-signing-status|'
    r'verification-status)[ \t]+(\S[^\n]*)'
)
_NAME = r'(?P<folder>/(?:[\w.-]+/)+)?(?P<name>[\w.-]+)\s*\{'
_TEMPLATE = re.compile(r'sys\s+application\s+template\s+' + _NAME)
_SCRIPT = re.compile(r'cli\s+script\s+' + _NAME)
_BLANK = re.compile(r'(?:\s|#[^\n]*)*')
_WORD = re.compile(r'[^\s{}"]+')
_ANYTHING = re.compile(r'(?:[^\s{}"\\]|\\.)+', re.DOTALL)
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)
_MODIFIER = re.compile(r'\s*(?:replace-all-with|add|modify)(?=\s*\{)')
_SECTION = re.compile(
    r'^[ \t]*(%s)\s*\{' % '|'.join(template_text.SECTIONS), re.MULTILINE
)
_PARTITION = re.compile(r'^[^\S\n]*partition\s+(\S+)', re.MULTILINE)
# Two words of a line that has another one.
_WORDS = re.compile(r'[^\S\n]*(\S+)[^\S\n]+(\S+)[^\S\n]+\S')
_KNOWN = template_text.TEMPLATE | template_text.DEFINITION


def read(text: str) -> template_text.Template:
    """Return the parts of a template's text.

    Braces count as in Tcl: all but those behind a backslash. A text that
    has no sense then is read with braces in quotes left out of the count.

    :raises TemplateError: it has no sense either way.
    """
    text = text.replace('\r\n', '\n').replace('\r', '\n')
    if not text.strip():
        raise template_text.TemplateError(
            'EmptyTemplateException: The text of the template is empty.'
        )
    return _Reader(text).read()


class _Reader:
    """Reads one text; a position is an index of it.

    Which brace ends a section is not sure before the rest is read, so what
    reads sections yields each reading that it finds.
    """

    def __init__(self, text: str):
        self.text = text
        self.braces = braces.Braces(text)
        #: Whether there may be too few or too many closing braces behind
        #: the sections, as F5's SDK lets them.
        self.lenient = False
        self.failures: list[tuple[int, template_text.TemplateError]] = []

    def read(self) -> template_text.Template:
        scripts, header = self._objects()
        header = header or _TEMPLATE.search(self.text)
        if header is None:
            found = re.search(r'sys\s+application\s+template', self.text)
            raise self._error(
                found.start() if found else 0,
                'NonextantTemplateNameException',
                'Template name not found: the text needs a line such as '
                '"sys application template NAME {", with a name of letters, '
                'digits and . _ -',
            )
        for self.lenient in (False, True):
            for parts, _ in self._attempts(self._body, header.end(), {}):
                return self._template(header, parts, scripts)
        for section in template_text.REQUIRED:
            if not re.search(section + r'\s*\{', self.text):
                raise self._lacking(section, header.start())
        raise max(self.failures, key=lambda failure: failure[0])[1]

    def _template(
        self,
        header: re.Match,
        parts: dict[str, t.Any],
        scripts: list[template_text.Script],
    ) -> template_text.Template:
        folder = _folder(header, parts.pop('partition', ''))
        return template_text.Template(
            header['name'],
            folder,
            {
                key: value
                for key, value in parts.items()
                if template_text.PARTS[key] in template_text.REQUIRED
                or _says_something(key, value)
            },
            tuple(scripts),
        )

    def _objects(self) -> tuple[list[template_text.Script], re.Match | None]:
        """Return the scripts of the text, and the head of its first
        template."""
        scripts, template, position = [], None, 0
        closed = True
        while (position := self._skip(position)) < len(self.text):
            script = _SCRIPT.match(self.text, position)
            header = script or _TEMPLATE.match(self.text, position)
            if header is None and not (closed and self.text[position] == '{'):
                word = _ANYTHING.match(self.text, position)
                position = word.end() if word else position + 1
                continue
            start = header.end() - 1 if header else position
            end = self._object_end(start)
            if script:
                if end is None:
                    raise self._mismatch('the script ' + script['name'], start)
                scripts.append(_script(script, self.text[start + 1 : end]))
            elif header and template is None:
                template = header
            # Of text with an unclosed brace there is no more to skip.
            closed = closed and end is not None
            position = start + 1 if end is None else end + 1
        return scripts, template

    def _object_end(self, start: int) -> int | None:
        ends = list(self.braces.ends(start))
        return next(
            (end for end in ends if self._is_outside(end + 1)),
            next(iter(ends), None),
        )

    def _is_outside(self, position: int) -> bool:
        """Return whether a position can be one between objects."""
        position = self._skip(position)
        return bool(re.match(r'[a-z/]|\Z', self.text[position : position + 1]))

    def _attempts(
        self, reading: t.Callable, position: int, *rest
    ) -> t.Iterator[tuple[dict[str, t.Any], int]]:
        """Yield what a reading yields, until it fails."""
        try:
            yield from reading(position, *rest)
        except template_text.TemplateError:
            pass

    def _body(
        self,
        position: int,
        parts: dict[str, t.Any],
        has_actions: bool = False,
    ) -> t.Iterator[tuple[dict[str, t.Any], int]]:
        while not self._closes(position := self._skip(position)):
            word, after = self._word(position, template_text.TEMPLATE)
            if word == 'actions' and has_actions:
                raise self._twice(word, position)
            if word == 'actions':
                for found, end in self._actions(after):
                    yield from self._attempts(
                        self._body, end, {**parts, **found}, True
                    )
                return
            position = self._attribute(word, after, parts)
        for section in template_text.REQUIRED:
            if template_text.SECTIONS[section] not in parts:
                raise self._lacking(section, position)
        if not self.lenient and not self._is_outside(position + 1):
            raise self._mismatch('the template', position)
        yield parts, position + 1

    def _actions(
        self, position: int
    ) -> t.Iterator[tuple[dict[str, t.Any], int]]:
        position = self._skip(self._open('actions', position))
        word, position = self._word(position, {'definition'})
        position = self._open(word, position)
        for parts, end in self._attempts(self._definition, position, {}):
            end = self._skip(end)
            if self._closes(end):
                yield parts, end + 1
            else:
                self._mismatch('actions', end)

    def _definition(
        self, position: int, parts: dict[str, t.Any]
    ) -> t.Iterator[tuple[dict[str, t.Any], int]]:
        while not self._closes(position := self._skip(position)):
            word, after = self._word(position, template_text.DEFINITION)
            start = self._skip(after)
            if (
                word not in template_text.SECTIONS
                or self.text[start : start + 1] != '{'
            ):
                if word in template_text.REQUIRED:
                    raise self._lacking(word, position)
                position = self._attribute(word, after, parts)
                continue
            key = template_text.SECTIONS[word]
            if key in parts:
                raise self._twice(word, position)
            ends = list(self.braces.ends(start))
            for end in ends:
                yield from self._attempts(
                    self._definition,
                    end + 1,
                    {**parts, key: self.text[start + 1 : end].strip()},
                )
            if not ends or _SECTION.search(self.text, start, ends[0]):
                # It takes in what comes behind it.
                self._mismatch('section ' + word, start, len(self.text) + 1)
            return
        yield parts, position + 1

    def _attribute(
        self, word: str, position: int, parts: dict[str, t.Any]
    ) -> int:
        """Put an attribute into the parts; return where it ends."""
        modifier = _MODIFIER.match(self.text, position)
        start = self._skip(modifier.end() if modifier else position)
        braced = self.text[start : start + 1] == '{'
        value, end = self._value(start if braced else position)
        if word in template_text.LISTS:
            if '{' in value or (
                word == 'requires-modules'
                and not braced
                and value not in ('', 'none')
            ):
                raise self._error(
                    position,
                    'MalformedTCLListException',
                    'TCL list for "%s" is malformed: it has to be none, or '
                    'words in braces such as { ltm gtm }' % word,
                )
            parts[template_text.LISTS[word]] = (
                [] if value == 'none' else value.split()
            )
        elif word in template_text.ATTRIBUTES:
            parts[template_text.ATTRIBUTES[word]] = value
        elif word == 'partition':
            parts[word] = value.strip('/')
        return end

    def _value(self, position: int) -> tuple[str, int]:
        """Return a value that is in braces, in quotes, or the rest of its
        line."""
        while self.text[position : position + 1] in (' ', '\t'):
            position += 1
        if self.text[position : position + 1] == '{':
            for end in self.braces.ends(position):
                return self.text[position + 1 : end].strip(), end + 1
            raise self._mismatch('the value', position)
        quoted = _QUOTED.match(self.text, position)
        if quoted:
            return re.sub(r'\\(["\\])', r'\1', quoted[1]), quoted.end()
        words = _WORDS.match(self.text, position)
        if words and words[2] in _KNOWN:
            return words[1], words.end(1)
        end = self.text.find('\n', position)
        end = len(self.text) if end < 0 else end
        depth = 0
        for index in range(position, end):
            depth += {'{': 1, '}': -1}.get(self.text[index], 0)
            if depth < 0:
                end = index
                break
        return self.text[position:end].strip(), end

    # Small steps.

    def _skip(self, position: int) -> int:
        """Skip blanks and comments."""
        blank = _BLANK.match(self.text, position)
        return blank.end() if blank else position

    def _closes(self, position: int) -> bool:
        if position >= len(self.text):
            if self.lenient:
                return True
            raise self._mismatch('the template', len(self.text))
        return self.text[position] == '}'

    def _word(
        self, position: int, known: t.Collection[str]
    ) -> tuple[str, int]:
        found = _WORD.match(self.text, position)
        if found is None:
            raise self._mismatch('the template', position)
        if found.group() not in known:
            raise self._error(
                position,
                'TemplateError',
                'There is no "%s" in this part of an application template; '
                'there is %s' % (found.group(), ', '.join(sorted(known))),
            )
        return found.group(), found.end()

    def _open(self, word: str, position: int) -> int:
        modifier = _MODIFIER.match(self.text, position)
        position = self._skip(modifier.end() if modifier else position)
        if self.text[position : position + 1] != '{':
            raise self._error(
                position,
                'NonextantSectionException',
                'Section %s not found in template: there is no { behind it'
                % word,
            )
        return position + 1

    # Errors. Of those of all readings the one that got farthest counts.

    def _error(
        self, position: int, kind: str, sentence: str, reached: int = -1
    ) -> template_text.TemplateError:
        error = template_text.TemplateError(
            '%s: %s (line %d).'
            % (kind, sentence, self.text.count('\n', 0, position) + 1)
        )
        self.failures.append((max(position, reached), error))
        return error

    def _lacking(
        self, section: str, position: int
    ) -> template_text.TemplateError:
        return self._error(
            position,
            'NonextantSectionException',
            'Section %s not found in template: its definition needs "%s { '
            '... }"' % (section, section),
        )

    def _twice(
        self, section: str, position: int
    ) -> template_text.TemplateError:
        return self._error(
            position,
            'TemplateError',
            'The section %s is there twice' % section,
        )

    def _mismatch(
        self, what: str, position: int, reached: int = -1
    ) -> template_text.TemplateError:
        return self._error(
            position,
            'CurlyBraceMismatchException',
            'Curly braces mismatch in %s: each { needs a }' % what,
            reached,
        )


def place(text: str) -> tuple[str, str]:
    """Return folder and name of a template, whatever else the text says.

    :raises TemplateError: it says no name.
    """
    header = _TEMPLATE.search(text)
    if header is None:
        raise template_text.TemplateError(
            'NonextantTemplateNameException: Template name not found.'
        )
    partition = _PARTITION.search(text)
    return _folder(header, partition[1].strip('/') if partition else ''), (
        header['name']
    )


def _says_something(key: str, value: t.Any) -> bool:
    """Return whether a part says more than a template has anyway."""
    return value not in ('', [], 'none') and (
        (key, value) != ('ignoreVerification', 'false')
    )


def _folder(header: re.Match, partition: str) -> str:
    """Return where an object lies: its partition is said after its path."""
    folder = (header['folder'] or '').rstrip('/')
    if not partition or partition == folder[1:].partition('/')[0]:
        return folder
    return '/' + partition


def _script(header: re.Match, body: str) -> template_text.Script:
    """Return a script, without the attributes at its end."""
    lines, partition = body.strip().split('\n'), ''
    while lines:
        found = _SCRIPT_LINE.fullmatch(lines[-1])
        if lines[-1].strip() and not found:
            break
        del lines[-1]
        if found and found[1] == 'partition':
            partition = found[2].strip(' \t/')
    return template_text.Script(
        header['name'], _folder(header, partition), '\n'.join(lines).strip()
    )
