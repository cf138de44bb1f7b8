# SPDX-License-Identifier: Apache-2.0

"""The answers to the questions of an iApp template, as properties.

They are what iControl REST takes, a list of maps with a name in each; the
JSON text of that; or a map of names. Text is read when it is used: Heat does
not know it before then when it comes from another resource.
"""

import json

from f5_heat.engine import schema
from f5_heat.engine.schema import barbican
from f5_heat.icontrol import secret as secrecy

COLUMNS = ('columnNames', 'column_names', 'columns')
HIDDEN_COLUMNS = ('encryptedColumns', 'encrypted_columns')


class Answers(schema.Property):
    """Answers of one kind.

    A map that may be converted is what Heat takes a list, a map and a text
    for; it makes text of the list.
    """

    def __init__(self, description, wire):
        super().__init__(
            self.MAP, description, wire, unset=[], allow_conversion=True
        )

    def entry(self, name, value):
        """Return the entry of iControl REST for a value in a map of names."""
        raise NotImplementedError

    def complete(self, entry):
        """Return an entry as iControl REST has it."""
        return entry

    def entries(self, value):
        """Return the list for iControl REST that a value means.

        :raises ValueError: it means none.
        """
        value = self._loaded(value)
        if isinstance(value, dict):
            return [
                self.complete(self._named(name, part))
                for name, part in value.items()
            ]
        if not isinstance(value, list) or not all(
            isinstance(entry, dict) and entry.get('name') for entry in value
        ):
            raise ValueError(
                'The value of %s has to be a list of maps, each with a name, '
                'or a map of names.' % self.wire
            )
        return [self.complete(entry) for entry in value]

    def _loaded(self, value):
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value.strip() else []
        except ValueError as error:
            raise ValueError(
                'The text of %s is not valid JSON: %s.' % (self.wire, error)
            ) from None

    def _named(self, name, value):
        if isinstance(value, dict):
            return {**value, 'name': name}
        return self.entry(name, value)

    def is_readable(self, value):
        """Return whether a value makes sense, as one from an attribute may
        not."""
        try:
            self.entries(value or [])
        except ValueError:
            return False
        return True

    def encode(self, value, folder):
        return [
            _replaced_in(_texts(entry), _protected)
            for entry in self.entries(value)
        ]

    def canonical(self, value, place):
        if not self.is_readable(value):
            return schema.hashable(value)
        # A device knows them by their names.
        return schema.multiset(
            schema.hashable(_essence(entry))
            for entry in self.encode(value, place.folder)
        )

    def differences(self, name, wanted, actual, place):
        """Name the answers; what they are may be a secret."""
        try:
            wanted = _by_name(self.encode(wanted, place.folder))
        except ValueError as error:
            yield '%s: %s' % (name, error)
            return
        actual = _by_name(actual or [])
        for answer in wanted:
            if answer not in actual:
                yield '%s: the device has no answer %s' % (name, answer)
            elif not _alike(wanted[answer], actual[answer]):
                yield '%s: the device has another answer %s' % (name, answer)
        for answer in actual:
            if answer not in wanted:
                yield '%s: the device has also an answer %s' % (name, answer)

    def replaced(self, value, replace):
        value = self._loaded(value)
        if isinstance(value, dict):
            return {
                name: _replaced_in(part, replace)
                for name, part in value.items()
            }
        if isinstance(value, list):
            return [_replaced_in(part, replace) for part in value]
        return value


class Variables(Answers):
    """Answers to single questions."""

    def entry(self, name, value):
        if isinstance(value, list):
            raise ValueError(
                'The value of %s in %s has to be a single '
                'value, not a list.' % (name, self.wire)
            )
        return {'name': name, 'value': value}


class Lists(Answers):
    """Answers that are lists."""

    def entry(self, name, value):
        if not isinstance(value, (list, type(None))):
            raise ValueError(
                'The value of %s in %s has to be a list.' % (name, self.wire)
            )
        return {'name': name, 'value': value or []}


class Tables(Answers):
    """Answers that are tables, with rows by columns or by their order."""

    def entry(self, name, value):
        if not isinstance(value, (list, type(None))):
            raise ValueError(
                'The value of %s in %s has to be a list of rows.'
                % (name, self.wire)
            )
        return {'name': name, 'rows': value or []}

    def complete(self, entry):
        hidden = _hidden_columns(entry)
        entry = {
            key: value
            for key, value in entry.items()
            if key not in HIDDEN_COLUMNS
        }
        if hidden:
            entry['encryptedColumns'] = hidden
        columns = [entry.pop(key) for key in COLUMNS if key in entry]
        rows = entry.pop('rows', None) or []
        if not isinstance(rows, list) or not all(
            isinstance(row, (list, dict)) for row in rows
        ):
            raise ValueError(
                'The rows of %s in %s have to be a list of '
                'lists or of maps.' % (entry['name'], self.wire)
            )
        columns = (
            columns[0]
            if columns
            else list(
                dict.fromkeys(
                    column
                    for row in rows
                    if _is_by_column(row)
                    for column in row
                )
            )
        )
        for row in rows:
            unknown = _is_by_column(row) and set(row) - set(columns)
            if unknown:
                raise ValueError(
                    'There is no column %s in the table %s of '
                    '%s.' % (sorted(unknown)[0], entry['name'], self.wire)
                )
        if columns:
            entry['columnNames'] = columns
        if rows:
            entry['rows'] = [{'row': _in_order(row, columns)} for row in rows]
        return entry


def _is_by_column(row):
    """Return whether a row is a map of columns, not iControl's map with
    row."""
    return isinstance(row, dict) and not (
        set(row) == {'row'} and isinstance(row['row'], list)
    )


def _in_order(row, columns):
    if isinstance(row, list):
        return row
    if _is_by_column(row):
        return [row.get(column) for column in columns]
    return row['row']


def _texts(value):
    """Return the answers as text, which is all that the device has.

    A yes or no without quotes is a boolean in YAML.
    """
    if isinstance(value, dict):
        return {key: _texts(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_texts(one) for one in value]
    if isinstance(value, bool):
        return 'yes' if value else 'no'
    return '' if value is None else str(value)


def _protected(value):
    """Return an encrypted answer as it stands in the JSON of a service."""
    if barbican.is_reference(value):
        return barbican.SecretReference(value)
    return secrecy.Secret(value)


def _hidden_columns(entry):
    """Return the columns of a table that hold secrets."""
    return [
        column for key in HIDDEN_COLUMNS for column in entry.get(key) or []
    ]


def _is_encrypted(entry):
    return _texts(entry.get('encrypted')) == 'yes'


def _by_name(entries):
    return {entry['name']: entry for entry in entries}


def _alike(wanted, actual):
    """Return whether two entries are one; the device fills in what is not
    given.

    It shows an encrypted value in another form than it was given.
    """
    if _is_encrypted(wanted) or _is_encrypted(actual):
        return True
    hidden = {
        column
        for entry in (wanted, actual)
        for column in entry.get('encryptedColumns') or []
    }
    return _without(wanted, hidden) == _without(actual, hidden)


def _essence(entry):
    """Return an entry without what a device fills in."""
    return {
        key: value
        for key, value in entry.items()
        if value not in ('', []) and (key, value) != ('encrypted', 'no')
    }


def _without(entry, hidden):
    essence = _essence(entry)
    essence.pop('encryptedColumns', None)
    if hidden and 'rows' in essence:
        essence['rows'] = [
            [
                value
                for column, value in zip(
                    entry.get('columnNames') or [], row['row'], strict=False
                )
                if column not in hidden
            ]
            for row in essence['rows']
        ]
    return essence


def _replaced_in(entry, replace):
    """Return an entry with what is encrypted in it replaced."""
    if not isinstance(entry, dict):
        return entry
    if _is_encrypted(entry) and 'value' in entry:
        value = entry['value']
        return {
            **entry,
            'value': [replace(one) for one in value]
            if (isinstance(value, list))
            else replace(value),
        }
    hidden = _hidden_columns(entry)
    rows = entry.get('rows')
    if not hidden or not isinstance(rows, list):
        return entry
    columns = next((entry[key] for key in COLUMNS if key in entry), [])
    return {
        **entry,
        'rows': [
            _replaced_in_row(row, columns, hidden, replace) for row in rows
        ],
    }


def _replaced_in_row(row, columns, hidden, replace):
    if _is_by_column(row):
        return {
            column: replace(value) if column in hidden else value
            for column, value in row.items()
        }
    values = row['row'] if isinstance(row, dict) else row
    values = [
        replace(value) if column in hidden else value
        for column, value in zip(columns, values, strict=False)
    ]
    return {'row': values} if isinstance(row, dict) else values


def resource_mapping():
    return {}
