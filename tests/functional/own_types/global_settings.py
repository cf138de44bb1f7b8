# SPDX-License-Identifier: Apache-2.0

"""A resource type for tests: settings that a device always has."""

from f5_heat.engine import ownership
from f5_heat.engine import schema
from f5_heat.engine.bridge import heat_resource
from f5_heat.engine.objects import bigip
from f5_heat.engine.traits import restoration


class GlobalSettings(bigip.BigIPObject):
    """What concerns a device as a whole."""

    collection = 'sys/global-settings'
    singleton = True
    is_in_partition = False
    locators = ()
    ownership = ownership.NONE
    traits = (restoration.Restore(),)

    properties_schema = {
        **heat_resource.SERVER,
        'quiet_boot': schema.Boolean(
            'Whether the device boots quietly.', wire='quietBoot', unset=True
        ),
        'username_prompt': schema.String(
            'What asks for a name.', wire='usernamePrompt', unset='Username'
        ),
        'password_prompt': schema.String(
            'What asks for a password.',
            wire='passwordPrompt',
            unset='Password',
        ),
    }

    attributes_schema = bigip.IDENTITY


def resource_mapping():
    return {'Test::GlobalSettings': GlobalSettings}
