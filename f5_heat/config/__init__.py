# SPDX-License-Identifier: Apache-2.0

"""The options of heat.conf, and the devices and projects they describe.

Other parts of the package import this, and none of its modules. It imports
nothing of the package but the client.
"""

from f5_heat.config.checks import problems
from f5_heat.config.devices import default_device
from f5_heat.config.devices import device
from f5_heat.config.devices import devices_of
from f5_heat.config.devices import is_device
from f5_heat.config.devices import may_use
from f5_heat.config.devices import NoSuchDevice
from f5_heat.config.devices import NotAllowed
from f5_heat.config.devices import question
from f5_heat.config.devices import retry_timeout
from f5_heat.config.devices import UnknownDevice
from f5_heat.config.devices import verification
from f5_heat.config.forms import LocationOption
from f5_heat.config.isolation import is_isolated
from f5_heat.config.isolation import partition_of
from f5_heat.config.isolation import route_domain_of
from f5_heat.config.isolation import Unclear
from f5_heat.config.reading import section
from f5_heat.config.reloading import follow
from f5_heat.config.sections import BLOCKED
from f5_heat.config.sections import DEVICE_GROUP
from f5_heat.config.sections import device_options
from f5_heat.config.sections import GROUP
from f5_heat.config.sections import list_opts
from f5_heat.config.sections import options
from f5_heat.config.sections import register

__all__ = (
    'BLOCKED',
    'DEVICE_GROUP',
    'GROUP',
    'LocationOption',
    'NoSuchDevice',
    'NotAllowed',
    'Unclear',
    'UnknownDevice',
    'default_device',
    'device',
    'device_options',
    'devices_of',
    'follow',
    'is_device',
    'is_isolated',
    'list_opts',
    'may_use',
    'options',
    'partition_of',
    'problems',
    'question',
    'register',
    'retry_timeout',
    'route_domain_of',
    'section',
    'verification',
)
