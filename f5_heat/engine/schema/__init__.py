# SPDX-License-Identifier: Apache-2.0

"""Properties and attributes that know their form in iControl's JSON.

It imports no other room of the engine; all of them import it. What a resource
type uses of it is named here.
"""

from f5_heat.engine.schema import attributes
from f5_heat.engine.schema import compounds
from f5_heat.engine.schema import fields
from f5_heat.engine.schema import keys
from f5_heat.engine.schema import references
from f5_heat.engine.schema import values

Attribute = attributes.Attribute
List = compounds.List
Map = compounds.Map
Metadata = compounds.Metadata
References = compounds.References
BY_REFERENCE = fields.BY_REFERENCE
INHERITED = fields.INHERITED
IPAddress = fields.IPAddress
Boolean = fields.Boolean
Choice = fields.Choice
Integer = fields.Integer
IPNetwork = fields.IPNetwork
Number = fields.Number
Property = fields.Property
Reference = fields.Reference
Script = fields.Script
String = fields.String
Switch = fields.Switch
Bare = references.Bare
Text = references.Text
resolve = references.resolve
same_path = references.same_path
concealed = values.concealed
given = values.given
drop = keys.drop
get = keys.get
put = keys.put
