package coupon

import (
	"slices"

	"gulimall/pkg/contract/couponapi"
)

// Name is a state in the words of the back office.
func (s State) Name() string {
	switch s {
	case Unused:
		return string(couponapi.StateUnused)
	case Used:
		return string(couponapi.StateUsed)
	case Expired:
		return string(couponapi.StateExpired)
	case Locked:
		return string(couponapi.StateLocked)
	case Voided:
		return couponapi.StateVoided
	}
	return ""
}

// StateOf reads a state; false for what is none.
func StateOf(name string) (State, bool) {
	for s := Unused; s <= Voided; s++ {
		if s.Name() == name {
			return s, true
		}
	}
	return 0, false
}

// Kind is a type in the words of the API.
func (t Type) Kind() couponapi.Kind {
	switch t {
	case ForEverybody:
		return couponapi.KindEverybody
	case ForLevel:
		return couponapi.KindLevel
	case ForGift:
		return couponapi.KindGift
	case ForRegistration:
		return couponapi.KindRegistration
	case ForCode:
		return couponapi.KindCode
	}
	return ""
}

// TypeOf reads a type; false for what is none.
func TypeOf(kind couponapi.Kind) (Type, bool) {
	for t := ForEverybody; t <= ForCode; t++ {
		if t.Kind() == kind {
			return t, true
		}
	}
	return 0, false
}

// Terms are what the coupon promises, in the words of the API.
func (t Template) Terms() couponapi.Terms {
	reach := t.Reach()
	return couponapi.Terms{
		Name: t.Name, Note: t.Note, Kind: t.Type.Kind(), Scope: reach.Kind, ScopeIDs: reach.IDs, ScopeNames: reach.Names, Amount: t.Amount, MinPoint: t.MinPoint,
		LevelID: t.LevelID, PerLimit: t.PerLimit, Issued: t.Issued, ClaimFrom: t.ClaimFrom, ClaimUntil: t.ClaimUntil, ValidFrom: t.ValidFrom, ValidUntil: t.ValidUntil,
	}
}

// TemplateOf is a coupon that promises terms. Ids of its scope are put in their order, which the names follow.
func TemplateOf(terms couponapi.Terms) Template {
	t := Template{
		Name: terms.Name, Note: terms.Note, Amount: terms.Amount, MinPoint: terms.MinPoint, LevelID: terms.LevelID, PerLimit: terms.PerLimit, Issued: terms.Issued,
		ClaimFrom: terms.ClaimFrom.UTC(), ClaimUntil: terms.ClaimUntil.UTC(), ValidFrom: terms.ValidFrom.UTC(), ValidUntil: terms.ValidUntil.UTC(),
	}
	t.Type, _ = TypeOf(terms.Kind)
	names := make(map[int64]string, len(terms.ScopeIDs))
	for i, id := range terms.ScopeIDs {
		if names[id] == "" && i < len(terms.ScopeNames) {
			names[id] = terms.ScopeNames[i]
		}
	}
	ids := slices.Compact(slices.Sorted(slices.Values(terms.ScopeIDs)))
	switch terms.Scope {
	case couponapi.ScopeCategories:
		t.Scope, t.CategoryIDs = OnCategories, ids
	case couponapi.ScopeProducts:
		t.Scope, t.SpuIDs = OnProducts, ids
	default:
		return t
	}
	for _, id := range ids {
		t.ScopeNames = append(t.ScopeNames, names[id])
	}
	return t
}
