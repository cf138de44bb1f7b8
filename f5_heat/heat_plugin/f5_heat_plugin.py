# SPDX-License-Identifier: Apache-2.0

"""The only module that Heat loads by itself; it returns the resource types."""

from oslo_config import cfg
from oslo_log import log as logging

LOG = logging.getLogger('f5_heat')


def resource_mapping():
    """Return the resource types by name; none if they cannot be loaded.

    An error that left this module would keep heat-engine from starting.
    """
    try:
        from f5_heat import config
        from f5_heat.plugin import legacy_plugins
        from f5_heat.plugin import policies
        from f5_heat.plugin import resource_types

        mapping = resource_types.resource_mapping()
        policies.register(mapping)
        for leftover in legacy_plugins.leftovers(cfg.CONF.plugin_dirs):
            LOG.warning(leftover)
        for problem in config.problems():
            LOG.error(problem)
    except Exception as error:
        LOG.exception('The F5 resource types are not available: %s', error)
        return {}
    # As many as Heat lists, and the doctor: without those of other names.
    count = len(resource_types.listed())
    LOG.info('%d F5 resource types are available', count)
    return mapping
