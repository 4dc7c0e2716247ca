"""The organisation's own: who calls, account types, API credentials, and what it has none of.

Must never answer an account-type or credential question to anyone but an Admin.
"""

from __future__ import annotations

import hashlib

from sigma_audit.emulator import paging
from sigma_audit.emulator.api.shapes import Entry
from sigma_audit.emulator.call import Call
from sigma_audit.emulator.org import AccountType, Credential
from sigma_audit.emulator.refusal import conflict, forbidden, invalid, not_found


def whoami(call: Call) -> object:
    """Answer whoami."""
    return {"userId": call.caller.member_id, "organizationId": call.org.organization_id}


def _entry(one: AccountType) -> Entry:
    return {
        "accountTypeId": one.account_type_id,
        "accountTypeName": one.name,
        "description": one.description,
        "isCustom": one.is_custom,
    }


def _account_type(call: Call, account_type_id: str) -> AccountType:
    account_type = call.org.account_types.get(account_type_id.lower())
    if account_type is None:
        raise not_found(f"Account type {account_type_id}")
    return account_type


def list_account_types(call: Call) -> object:
    """Answer listAccountTypes."""
    call.require_admin()
    return paging.tokens(call, list(call.org.account_types.values()), _entry)


def list_permissions(call: Call) -> object:
    """Answer listAccountTypePermissions: a bare array, never cut."""
    call.require_admin()
    account_type = _account_type(call, call.path["accountTypeId"])
    return [
        {"permission": slug, "description": description}
        for slug, description in account_type.permissions.items()
    ]


def create_account_type(call: Call) -> object:
    """Answer createAccountType: 201, a custom one with permissions that some type knows."""
    call.require_admin()
    name, description = call.need("name", str), call.need("description", str)
    known = {
        slug: text
        for account_type in call.org.account_types.values()
        for slug, text in account_type.permissions.items()
    }
    slugs = [str(slug) for slug in call.need("permissions", list)]
    if unknown := [slug for slug in slugs if slug not in known]:
        raise invalid(f"Unknown permission: {unknown[0]}")
    if any(one.name.casefold() == name.casefold() for one in call.org.account_types.values()):
        raise conflict("already_exists", f"An account type named {name} already exists")
    account_type = AccountType(
        call.emulator.new_id("account-type", call.org.account_types),
        name,
        description,
        is_custom=True,
        permissions={slug: known[slug] for slug in slugs},
    )
    call.org.account_types[account_type.account_type_id] = account_type
    return _entry(account_type)


def delete_account_type(call: Call) -> object:
    """Answer deleteAccountType: its holders move to `reassignToAccountTypeId`."""
    call.require_admin()
    account_type = _account_type(call, call.path["accountTypeId"])
    if not account_type.is_custom:
        raise invalid("Default account types cannot be deleted")
    holders = [
        member
        for member in call.org.members.values()
        if member.account_type.casefold() == account_type.name.casefold()
    ]
    target_id = call.text("reassignToAccountTypeId")
    target = _account_type(call, target_id) if target_id is not None else None
    if target is account_type or (holders and target is None):
        raise invalid("reassignToAccountTypeId is required: members hold this account type")
    for member in holders:
        member.account_type = target.name if target else member.account_type
        member.updated_by, member.updated_at = call.caller.member_id, call.now
    del call.org.account_types[account_type.account_type_id]
    return {}


def create_credential(call: Call) -> object:
    """Answer createCredentials: the secret is shown this once."""
    call.require_admin()
    owner, name = call.member(call.need("ownerId", str)), call.need("name", str)
    scopes = tuple(str(scope) for scope in call.take("scopes", list) or ["api"])
    if not set(scopes) <= {"api", "embed"} or not scopes:
        raise invalid("Expecting api or embed at 0.scopes")
    if owner.is_archived or owner.is_inactive:
        raise forbidden("The owner is not active")
    client_id = _digest(call.emulator.new_id("client", call.org.credentials))
    secret = _digest(call.emulator.new_id("secret", ())) * 2
    call.org.credentials[client_id] = Credential(client_id, secret, owner.member_id, name, scopes)
    return {"clientId": client_id, "clientSecret": secret}


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=32).hexdigest()


def delete_credential(call: Call) -> object:
    """Answer deleteCredentials: its tokens die with it."""
    call.require_admin()
    if call.org.credentials.pop(call.path["clientId"], None) is None:
        raise not_found(f"Credential {call.path['clientId']}")
    return {}


def no_tokens(call: Call) -> object:
    """Answer a token-paged list of what this organisation has none of: tenants, SAML, allowlist."""
    call.require_admin()
    return paging.tokens(call, [], dict)


def no_pages(call: Call) -> object:
    """Answer a paged list of what this organisation has none of: templates, its own and shared."""
    return paging.pages(call, [], dict)
