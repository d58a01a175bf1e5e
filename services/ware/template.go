package ware

import (
	"context"
	"slices"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
)

// FreightTemplate is what sending to a region costs, as the back office changes it.
type FreightTemplate struct {
	ID      int64
	Version int64
	FreightRule
	Provinces []string
}

// FreightChange is a template before and after, and the templates of regions that lose a province to it.
type FreightChange struct {
	Was, Now FreightTemplate
	Left     []int64
}

// ErrNoTemplate says that there is no such template.
var ErrNoTemplate = apperr.New(apperr.NotFound, "freight_not_found")

// FreightStore is what the freight desk needs of the schema.
type FreightStore interface {
	Templates(ctx context.Context) ([]FreightTemplate, error)
	// ChangeTemplates loads all templates for a change of one, and saves what f made of it; quotes know it at once.
	ChangeTemplates(ctx context.Context, by adminapi.By, f func([]FreightTemplate) (FreightChange, error)) (FreightTemplate, error)
}

// Freighter is the freight desk.
type Freighter struct{ store FreightStore }

// NewFreighter makes the freight desk.
func NewFreighter(store FreightStore) *Freighter { return &Freighter{store} }

// Templates lists the templates.
func (f *Freighter) Templates(ctx context.Context) ([]FreightTemplate, error) {
	return f.store.Templates(ctx)
}

// Change changes the version of a template that was seen.
func (f *Freighter) Change(ctx context.Context, wish FreightTemplate, by adminapi.By) (FreightTemplate, error) {
	return f.store.ChangeTemplates(ctx, by, func(all []FreightTemplate) (FreightChange, error) { return changed(all, wish) })
}

// changed works out what a wish does. A region keeps its provinces and may take those of others: every province is sent to by one rule.
func changed(all []FreightTemplate, wish FreightTemplate) (FreightChange, error) {
	at := slices.IndexFunc(all, func(t FreightTemplate) bool { return t.ID == wish.ID })
	if at < 0 {
		return FreightChange{}, ErrNoTemplate
	}
	change := FreightChange{Was: all[at], Now: wish}
	if change.Was.Version != wish.Version {
		return FreightChange{}, ErrEditedMeantime
	}
	for _, province := range change.Was.Provinces {
		if !slices.Contains(wish.Provinces, province) {
			return FreightChange{}, apperr.ErrInvalid.WithField("provinces", "province_kept")
		}
	}
	known := 0
	for _, t := range all {
		taken := slices.ContainsFunc(t.Provinces, func(p string) bool { return slices.Contains(wish.Provinces, p) })
		for _, p := range t.Provinces {
			if slices.Contains(wish.Provinces, p) {
				known++
			}
		}
		if taken && t.ID != wish.ID {
			change.Left = append(change.Left, t.ID)
		}
	}
	if known != len(wish.Provinces) {
		return FreightChange{}, apperr.ErrInvalid.WithField("provinces", "province_unknown")
	}
	change.Now.Region, change.Now.Version = change.Was.Region, wish.Version+1
	return change, nil
}
