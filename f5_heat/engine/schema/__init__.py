# SPDX-License-Identifier: Apache-2.0

"""Properties and attributes that know their form in iControl's JSON.

It imports no other room of the engine; all of them import it. What a resource
type uses of it is named here.
"""

from f5_heat.engine.schema import attributes
from f5_heat.engine.schema import comparison
from f5_heat.engine.schema import compounds
from f5_heat.engine.schema import deferral
from f5_heat.engine.schema import fields
from f5_heat.engine.schema import keys
from f5_heat.engine.schema import leaves
from f5_heat.engine.schema import references
from f5_heat.engine.schema import secrecy
from f5_heat.engine.schema import values

Attribute = attributes.Attribute
address = attributes.address
Place = comparison.Place
fits = comparison.fits
recreates = comparison.recreates
hashable = comparison.hashable
may_be_same = comparison.may_be_same
multiset = comparison.multiset
same = comparison.same
sides = comparison.sides
deferred = deferral.deferred
when_built = deferral.when_built
List = compounds.List
Map = compounds.Map
Metadata = compounds.Metadata
References = compounds.References
Subcollection = compounds.Subcollection
BY_REFERENCE = fields.BY_REFERENCE
INHERITED = comparison.INHERITED
IPAddress = fields.IPAddress
Boolean = fields.Boolean
Choice = fields.Choice
Integer = fields.Integer
IPNetwork = fields.IPNetwork
Number = fields.Number
ServicePort = fields.ServicePort
Property = fields.Property
Reference = fields.Reference
Script = fields.Script
String = fields.String
expected = fields.expected
Switch = fields.Switch
is_nested = leaves.is_nested
may_name = leaves.may_name
names = leaves.names
pairs = leaves.pairs
whole = leaves.whole
Bare = references.Bare
OwnFolder = references.OwnFolder
Text = references.Text
differ = references.differ
misfit = references.misfit
resolve = references.resolve
concealed = secrecy.concealed
has_secret = secrecy.has_secret
seal = secrecy.seal
secrets = secrecy.secrets
given = values.given
value = values.value
drop = keys.drop
get = keys.get
put = keys.put
