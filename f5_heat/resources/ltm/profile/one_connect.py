# SPDX-License-Identifier: Apache-2.0

"""F5::LTM::Profile::OneConnect: how connections to servers are reused."""

from f5_heat.engine import schema
from f5_heat.engine.objects import bigip
from f5_heat.resources.ltm import inheritance
from f5_heat.resources.ltm.inheritance import MAX


class OneConnect(bigip.BigIPObject):
    """Settings by which a virtual server reuses connections to servers.

    The requests of many clients then share a few of them.
    """

    collection = 'ltm/profile/one-connect'
    tenants = True
    root_parent = '/Common/oneconnect'

    @schema.deferred
    def properties_schema(cls):
        return {
            **inheritance.identity('profile', cls.root_parent),
            'idle_timeout_override': inheritance.number_or(
                'The seconds after which an unused connection is closed; '
                'indefinite, or disabled for what the TCP profile says.',
                'idleTimeoutOverride',
                0,
                MAX,
                'disabled',
                'indefinite',
            ),
            'limit_type': inheritance.choice(
                'How the connection limits of members are kept while unused '
                'connections count: none, idle, which closes unused ones, or '
                'strict, which refuses new ones.',
                'limitType',
                'none',
                'idle',
                'strict',
            ),
            'max_age': inheritance.number(
                'The seconds after which a connection is not used again.',
                'maxAge',
            ),
            'max_reuse': inheritance.number(
                'The number of times that a connection is used at most.',
                'maxReuse',
            ),
            'max_size': inheritance.number(
                'The number of unused connections that are kept at most.',
                'maxSize',
            ),
            'share_pools': inheritance.Boolean(
                'Whether virtual servers with the same pool share '
                'connections.',
                'sharePools',
            ),
            'source_mask': inheritance.Mask(
                'The mask of client addresses: clients whose masked addresses '
                'are the same share connections. With any all of them do.',
                'sourceMask',
            ),
        }


def resource_mapping():
    return {'F5::LTM::Profile::OneConnect': OneConnect}
