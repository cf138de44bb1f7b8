# SPDX-License-Identifier: Apache-2.0

"""The default rules of Heat's policy for the use of the resource types.

Heat reads a rule about a type in its policy file only if the type has a
default rule in code, as Heat's own types have.
"""

from heat.policies import base
from heat.policies import resource_types as of_heat
from oslo_policy import policy

from f5_heat.plugin import resource_types


def list_rules():
    """Return the rules, for oslopolicy-sample-generator."""
    return _rules(resource_types.resource_mapping())


def register(type_names):
    """Let everybody use these types, unless the policy file differs."""
    known = of_heat.list_rules()
    names = {rule.name for rule in known}
    known.extend(rule for rule in _rules(type_names) if rule.name not in names)


def _rules(type_names):
    """Return a rule for each family of types, and for each type."""
    families = {name.rpartition('::')[0] + '::*' for name in type_names}
    return [
        policy.RuleDefault(
            of_heat.POLICY_ROOT % name,
            base.RULE_ALLOW_EVERYBODY,
            'Who may use %s.' % name,
        )
        for name in (*sorted(families), *sorted(type_names))
    ]
