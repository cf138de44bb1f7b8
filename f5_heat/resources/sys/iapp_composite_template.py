# SPDX-License-Identifier: Apache-2.0

"""F5::Sys::iAppCompositeTemplate: an iApp template, given in its parts."""

from heat.engine import support

from f5_heat.engine import schema
from f5_heat.engine.objects import bigip
from f5_heat.engine.validation import refusal


def role_acl(**rest):
    return schema.List(
        'The roles of users that may see the template, such as admin or '
        'manager.',
        wire='actions.definition.roleAcl',
        ordered=False,
        schema=schema.String('A role.'),
        **rest,
    )


def unfolded(body):
    """Return the JSON of a template, with its actions where a POST has
    them."""
    actions = (body.get('actionsReference') or {}).get('items') or []
    return {
        **body,
        'actions': {
            **{action['name']: action for action in actions},
            **(body.get('actions') or {}),
        },
    }


class iAppCompositeTemplate(bigip.BigIPObject):
    """An iApp template: a form, and a script that configures a BIG-IP.

    An F5::Sys::iAppService fills in the form.
    """

    collection = 'sys/application/template'
    tenants = 'allow_iapps'
    parts = ('actions',)

    @schema.deferred
    def properties_schema(cls):
        return {
            **bigip.NAMING,
            **bigip.DESCRIPTION,
            'implementation': schema.Script(
                'The script, in Tcl, that makes the objects of a service.',
                wire='actions.definition.implementation',
                required=True,
            ),
            'presentation': schema.Script(
                'The form, in the application presentation language.',
                wire='actions.definition.presentation',
                required=True,
            ),
            'help': schema.Script(
                'The help on the form, in HTML.',
                wire='actions.definition.htmlHelp',
            ),
            'macro': schema.Script(
                'The macro of the template, in Tcl.',
                wire='actions.definition.macro',
            ),
            'run_as': schema.String(
                'The user of the device in whose name the script runs. By '
                'default it is the one who makes or changes the service.',
                wire='actions.definition.runAs',
            ),
            'role_acl': role_acl(),
            'role-acl': role_acl(
                support_status=support.SupportStatus(
                    status=support.HIDDEN, message='Use role_acl.'
                )
            ),
            'requires_modules': schema.List(
                'The modules of BIG-IP that a service needs, such as ltm.',
                wire='requiresModules',
                ordered=False,
                schema=schema.String('A module.'),
            ),
            'requires_bigip_version_min': schema.String(
                'The first version of BIG-IP that the template is for.',
                wire='requiresBigipVersionMin',
            ),
            'requires_bigip_version_max': schema.String(
                'The last version of BIG-IP that the template is for.',
                wire='requiresBigipVersionMax',
            ),
        }

    def validate(self):
        super().validate()
        if {'role_acl', 'role-acl'} <= set(self.properties.data):
            raise refusal.invalid(
                self,
                'role_acl',
                'Give either role_acl or role-acl: they are two names of '
                'one property.',
            )

    @classmethod
    def to_wire(cls, values, folder):
        # After an update from one name to the other both have a value.
        roles = values['role_acl'] or values['role-acl']
        if roles is None:
            roles = values['role_acl']
        return super().to_wire(
            {**values, 'role_acl': roles, 'role-acl': None}, folder
        )

    @classmethod
    def from_wire(cls, body):
        return super().from_wire(unfolded(body))


def resource_mapping():
    return {'F5::Sys::iAppCompositeTemplate': iAppCompositeTemplate}
