# SPDX-License-Identifier: Apache-2.0

"""F5::Sys::iAppFullTemplate: an iApp template, given as one text of tmsh."""

import json

from heat.common import exception
from heat.engine import resource

from f5_heat.engine import ownership
from f5_heat.engine import schema
from f5_heat.engine.bridge import heat_resource
from f5_heat.engine.objects import adoption
from f5_heat.engine.objects import bigip
from f5_heat.engine.objects import handle
from f5_heat.engine.objects import marks
from f5_heat.engine.traits import trait
from f5_heat.engine.validation import constraints
from f5_heat.engine.validation import refusal
from f5_heat.icontrol import errors
from f5_heat.icontrol import paths
from f5_heat.resources.sys import iapp_composite_template
from f5_heat.resources.sys.iapp import template_reader
from f5_heat.resources.sys.iapp import template_text

TEXT = 'full_template'
SCRIPTS = 'cli/script'


class IappFullTemplateValidationFailed(exception.HeatException):
    """The text says another partition than the property."""

    msg_fmt = (
        'IappFullTemplateValidationFailed: The text puts the template '
        'into %(text)s, and the property partition says '
        '%(partition)s. Make them the same, or leave the partition '
        'out of the text.'
    )


class Update(str):
    """The text after an update; ``dropped`` are the parts it lacks now."""

    def __new__(cls, text, dropped):
        update = super().__new__(cls, text)
        update.dropped = dropped
        return update

    def __eq__(self, other):
        dropped = getattr(other, 'dropped', set())
        return str.__eq__(self, other) and self.dropped == dropped

    def __ne__(self, other):
        return not self == other

    __hash__ = str.__hash__


class TemplateText(schema.Property):
    """The text of a template, of which a device has the parts."""

    def write(self, body, value, folder):
        for key in getattr(value, 'dropped', ()):
            schema.put(body, key, _nothing(key))
        for key, part in parts_of(value).items():
            schema.put(body, key, part)

    def read(self, body):
        parts = {key: schema.get(body, key) for key in template_text.PARTS}
        return template_text.Template(
            body.get('name'),
            body.get('fullPath', '').rpartition('/')[0],
            {key: part for key, part in parts.items() if part},
            tuple(
                template_text.Script(
                    script['fullPath'], '', script.get('apiAnonymous', '')
                )
                for script in body.get('scripts', ())
            ),
        )

    def fill(self, before, after, place):
        if not is_readable(before):
            return after
        return Update(after, set(parts_of(before)) - set(parts_of(after)))

    def differences(self, name, wanted, actual, place):
        try:
            template = template_reader.read(wanted)
        except template_text.TemplateError as error:
            yield '%s: %s' % (name, error)
            return
        for key, word in template_text.PARTS.items():
            if _normal(key, template.parts) != _normal(key, actual.parts):
                yield '%s: the device has another %s' % (name, word)
        found = {script.name: script.text for script in actual.scripts}
        for script in template.scripts:
            path = script_path(script, place.folder)
            if found.get(path, '').strip() != script.text:
                yield '%s: the device has %s script %s' % (
                    name,
                    'another' if path in found else 'no',
                    path,
                )


def parts_of(value):
    """Return the parts of a text, or of what a device has; none of no text.

    :raises TemplateError: the text makes no sense.
    """
    if not value:
        return {}
    if isinstance(value, str):
        value = template_reader.read(value)
    return value.parts


def is_readable(text):
    """Return whether a text is a template, as one from an attribute may not
    be."""
    try:
        return bool(parts_of(text))
    except template_text.TemplateError:
        return False


def _nothing(key):
    if template_text.PARTS[key] in template_text.LISTS:
        return []
    return 'false' if key == 'ignoreVerification' else ''


def _normal(key, parts):
    """Return a part for comparison: devices strip blanks, and order no
    roles."""
    part = parts.get(key) or _nothing(key)
    if isinstance(part, list):
        return sorted(part)
    return '\n'.join(map(str.rstrip, part.strip().splitlines()))


def script_path(script, folder):
    """Return where a script lies: where the template does, unless it says."""
    return paths.full(script.name, script.folder or folder)


class Scripts(trait.Trait):
    """Keeps the scripts of the text beside the template."""

    def create(self, resource, proceed, values):
        yield from proceed(values)
        _place_scripts(resource, values[TEXT])

    def update(self, resource, proceed, before, after):
        if not is_readable(before[TEXT]):
            before = {**before, TEXT: after[TEXT]}
            resource.needs_repair = True
        yield from proceed(before, after)
        _place_scripts(resource, after[TEXT])

    def to_send(self, resource, values, live):
        wanted = values[TEXT]
        dropped = set(live[TEXT].parts) - set(parts_of(wanted))
        return {**values, TEXT: Update(wanted, dropped)}

    def adopted(self, resource):
        for path in _known_scripts(resource):
            found = _script(resource, path)
            mark = found and ownership.COMMENT.read(found)
            if mark and not marks.is_alive(mark, path):
                body = ownership.COMMENT.remove(found)
                ownership.COMMENT.add(body, ownership.sign(resource))
                handle.of(resource, SCRIPTS, path).patch(
                    {'apiAnonymous': body['apiAnonymous']}
                )

    def released(self, resource):
        """Leave the scripts to the template that uses them."""
        for path in _known_scripts(resource):
            found = _script(resource, path)
            if found is not None and ownership.names(
                ownership.COMMENT.read(found), resource
            ):
                text = ownership.COMMENT.remove(found).get('apiAnonymous', '')
                handle.of(resource, SCRIPTS, path).patch(
                    {'apiAnonymous': text}
                )

    def deleted(self, resource):
        for path in _known_scripts(resource):
            _remove_script(resource, path)

    vanished = deleted


def _known_scripts(resource):
    """Return the paths of the scripts that the resource has placed."""
    return json.loads(resource.data().get('scripts', '[]'))


def _script(resource, path):
    try:
        return resource.bigip().read(SCRIPTS, path)
    except errors.NotFound:
        return None


def _place_scripts(resource, text):
    wanted = {
        script_path(script, resource.folder()): script.text
        for script in template_reader.read(text).scripts
    }
    before = set(_known_scripts(resource))
    if not wanted and not before:
        return
    resource.data_set('scripts', json.dumps(sorted(before | set(wanted))))
    for path, text in wanted.items():
        _place_script(resource, path, text)
    for path in before - set(wanted):
        _remove_script(resource, path)
    resource.data_set('scripts', json.dumps(sorted(wanted)))


def _place_script(resource, path, text):
    body = {'apiAnonymous': text}
    ownership.COMMENT.add(body, ownership.sign(resource))
    found = _script(resource, path)
    if found is None:
        try:
            handle.of(resource, SCRIPTS, path).create(body)
            return
        except errors.IControlError as error:
            # It may be there all the same, or another's by now.
            found = _script(resource, path)
            if found is None or not (
                error.sent or isinstance(error, errors.Conflict)
            ):
                raise
    if ownership.is_of(ownership.COMMENT.read(found), resource):
        if found.get('apiAnonymous', '').strip() != body['apiAnonymous']:
            handle.of(resource, SCRIPTS, path).patch(body)
    elif (
        ownership.COMMENT.remove(found).get('apiAnonymous', '').strip() != text
    ):
        raise refusal.NameTaken(
            path=path,
            reason='It has another text than the cli script '
            'in the property full_template.',
        )


def _remove_script(resource, path):
    found = _script(resource, path)
    if found is not None and (
        ownership.COMMENT.read(found) == ownership.sign(resource)
    ):
        try:
            handle.of(resource, SCRIPTS, path).delete()
        except errors.NotFound:
            pass


class iAppFullTemplate(bigip.BigIPObject):
    """An iApp template: a form, and a script that configures a BIG-IP.

    It is given as one text, in the form in which BIG-IP exports templates.
    An F5::Sys::iAppService fills in the form. The scripts that stand in the
    text as cli script are made and deleted with the template; one that is
    on the device already is used if its text is the same. Checksums and
    signatures of the text are not sent to the device, and neither is what
    an export says about the state of the template.
    """

    collection = 'sys/application/template'
    tenants = 'allow_iapps'
    aliases = ('F5::Sys::iAppTemplate',)
    further_collections = (SCRIPTS,)
    no_transaction = True
    traits = (Scripts(),)

    @schema.deferred
    def properties_schema(cls):
        return {
            **heat_resource.SERVER,
            'name': schema.String(
                'The name of the template. By default it is that in the text.',
                update_allowed=False,
                constraints=[constraints.Name()],
            ),
            'partition': schema.String(
                'The partition or folder that the template lies in: a name, a '
                'path, or an F5::Sys::Partition resource. If the text says a '
                'partition too, it has to be the same. By default it is that '
                'in the text, or else the default partition of the device, '
                'Common.',
                update_allowed=False,
                constraints=[constraints.Folder()],
            ),
            **adoption.ON_CONFLICT,
            TEXT: TemplateText(
                schema.Property.STRING,
                'The text of the template, as tmsh lists it: sys application '
                'template NAME { actions { definition { implementation { ... '
                '} presentation { ... } } } }, and before or behind it any '
                'number of cli script NAME { ... }.',
                required=True,
            ),
        }

    def validate(self):
        super().validate()
        if not refusal.is_known(self, TEXT):
            return
        try:
            template_reader.read(self.properties[TEXT])
        except template_text.TemplateError as error:
            raise refusal.invalid(self, TEXT, str(error)) from None
        if refusal.is_known(self, 'partition'):
            try:
                self.path(schema.given(self.properties))
            except IappFullTemplateValidationFailed as error:
                raise refusal.invalid(self, 'partition', str(error)) from None

    @classmethod
    def from_wire(cls, body):
        return super().from_wire(iapp_composite_template.unfolded(body))

    def path(self, values):
        template = template_reader.read(values[TEXT])
        said = template.folder.strip('/')
        folder = (values['partition'] or said).strip('/') or (
            self.client_plugin().default_partition(values['bigip_server'])
        )
        if (
            said
            and folder not in (said, said.partition('/')[0])
            and (said != folder.partition('/')[0])
        ):
            raise IappFullTemplateValidationFailed(text=said, partition=folder)
        return paths.full(
            values['name'] or template.name, max(folder, said, key=len)
        )

    def current_path(self):
        try:
            return super().current_path()
        except template_text.TemplateError:
            # A legacy plugin could read it, and made a template of it.
            folder, name = template_reader.place(self.properties[TEXT])
            return paths.full(
                name,
                folder
                or self.properties['partition']
                or self.client_plugin().default_partition(
                    self.properties['bigip_server']
                ),
            )

    def update_template_diff_properties(self, after_props, before_props):
        changed = super().update_template_diff_properties(
            after_props, before_props
        )
        if TEXT in changed and self.resource_id is not None:
            before, after = map(schema.given, (before_props, after_props))
            if (
                is_readable(before[TEXT])
                and is_readable(after[TEXT])
                and (self.path(before) != self.path(after))
            ):
                # Services use the old one until they have been changed.
                raise resource.UpdateReplace(self.name)
        return changed

    def stays_in_place(self, before, after):
        # What was never made has no place, and perhaps says none.
        return (
            self.resource_id is not None
            and is_readable(before[TEXT])
            and super().stays_in_place(before, after)
        )

    def configuration(self, body):
        values = super().configuration(body)
        return {**values, TEXT: template_text.write(values[TEXT])}

    def read(self):
        body = super().read()
        text = self.properties[TEXT]
        scripts = (
            template_reader.read(text).scripts if (is_readable(text)) else ()
        )
        found = [
            _script(self, script_path(script, self.folder()))
            for script in scripts
        ]
        if scripts:
            body['scripts'] = [
                ownership.COMMENT.remove(script)
                for script in found
                if script is not None
            ]
        return body


def resource_mapping():
    return {'F5::Sys::iAppFullTemplate': iAppFullTemplate}
