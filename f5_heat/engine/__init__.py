# SPDX-License-Identifier: Apache-2.0

"""What resource types are made of: schemas, objects, traits, Heat's Resource.

It imports the client and the rules of tenancy; resource types import it.
"""
