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

// FreightBook is all templates, and the provinces that none of them covers.
type FreightBook struct {
	Templates []FreightTemplate
	Uncovered []string
}

// Find is one template of the book.
func (b FreightBook) Find(id int64) (FreightTemplate, error) {
	at := slices.IndexFunc(b.Templates, func(t FreightTemplate) bool { return t.ID == id })
	if at < 0 {
		return FreightTemplate{}, ErrNoTemplate
	}
	return b.Templates[at], nil
}

// Versions are the versions of all templates, as somebody sees them.
func (b FreightBook) Versions() map[int64]int64 {
	seen := map[int64]int64{}
	for _, t := range b.Templates {
		seen[t.ID] = t.Version
	}
	return seen
}

// Else is what provinces pay that are covered by none, if it were not for the template of id: the dearest rate of the other regions. It tells
// false where none of them has a province, and nothing would be paid.
func (b FreightBook) Else(id int64) (FreightRule, bool) {
	var others []FreightRule
	for _, t := range b.Templates {
		if t.ID != id && len(t.Provinces) > 0 {
			others = append(others, t.FreightRule)
		}
	}
	return dearest(others), len(others) > 0
}

// FreightWish is what somebody wants to make of a template. Seen are the versions of the templates that they saw: who takes a province that
// has gone elsewhere meanwhile is told. Without it, provinces are taken from wherever they are.
type FreightWish struct {
	FreightTemplate
	Seen map[int64]int64
}

// FreightChange is a template before and after, and the templates of regions that lose a province to it. Nil stands for none.
type FreightChange struct {
	Was, Now *FreightTemplate
	Left     []int64
}

// The errors of the freight desk.
var (
	ErrNoTemplate  = apperr.New(apperr.NotFound, "freight_not_found")
	ErrLastFreight = apperr.New(apperr.Conflict, "freight_last")
	ErrRegionTaken = apperr.New(apperr.Conflict, "region_taken")
)

// FreightStore is what the freight desk needs of the schema.
type FreightStore interface {
	Freight(ctx context.Context) (FreightBook, error)
	// ChangeFreight loads all templates for a change of one, and saves what f made of it; quotes know it at once. It answers with the
	// template, nil where it was removed.
	ChangeFreight(ctx context.Context, by adminapi.By, f func(FreightBook) (FreightChange, error)) (*FreightTemplate, error)
}

// Freighter is the freight desk.
type Freighter struct{ store FreightStore }

// NewFreighter makes the freight desk.
func NewFreighter(store FreightStore) *Freighter { return &Freighter{store} }

// Book reads the templates.
func (f *Freighter) Book(ctx context.Context) (FreightBook, error) { return f.store.Freight(ctx) }

// Add adds a region with its provinces, which leave theirs.
func (f *Freighter) Add(ctx context.Context, wish FreightWish, by adminapi.By) (FreightTemplate, error) {
	return f.save(ctx, by, func(b FreightBook) (FreightChange, error) { return added(b, wish) })
}

// Change changes the version of a template that was seen.
func (f *Freighter) Change(ctx context.Context, wish FreightWish, by adminapi.By) (FreightTemplate, error) {
	return f.save(ctx, by, func(b FreightBook) (FreightChange, error) { return changed(b, wish) })
}

func (f *Freighter) save(ctx context.Context, by adminapi.By, do func(FreightBook) (FreightChange, error)) (FreightTemplate, error) {
	now, err := f.store.ChangeFreight(ctx, by, do)
	if err != nil {
		return FreightTemplate{}, err
	}
	return *now, nil
}

// Remove removes the version of a region that was seen. Its provinces are covered by none then, and pay the dearest rate.
func (f *Freighter) Remove(ctx context.Context, id, version int64, by adminapi.By) error {
	_, err := f.store.ChangeFreight(ctx, by, func(b FreightBook) (FreightChange, error) { return removed(b, id, version) })
	return err
}

func added(b FreightBook, wish FreightWish) (FreightChange, error) {
	if slices.ContainsFunc(b.Templates, func(t FreightTemplate) bool { return t.Region == wish.Region }) {
		return FreightChange{}, ErrRegionTaken
	}
	now := wish.FreightTemplate
	now.ID, now.Version = 0, 1
	left, err := leaving(b, wish)
	return FreightChange{Now: &now, Left: left}, err
}

// changed works out what a wish does. A region keeps its provinces and may take those of others: every province is sent to by one rule.
func changed(b FreightBook, wish FreightWish) (FreightChange, error) {
	was, err := b.Find(wish.ID)
	if err != nil {
		return FreightChange{}, err
	}
	if was.Version != wish.Version {
		return FreightChange{}, ErrEditedMeantime
	}
	for _, province := range was.Provinces {
		if !slices.Contains(wish.Provinces, province) {
			return FreightChange{}, apperr.ErrInvalid.WithField("provinces", "province_kept")
		}
	}
	now := wish.FreightTemplate
	now.Region, now.Version = was.Region, was.Version+1
	left, err := leaving(b, wish)
	return FreightChange{Was: &was, Now: &now, Left: left}, err
}

// removed refuses to remove the last region that has provinces: sending would cost nothing then.
func removed(b FreightBook, id, version int64) (FreightChange, error) {
	was, err := b.Find(id)
	if err != nil {
		return FreightChange{}, err
	}
	if was.Version != version {
		return FreightChange{}, ErrEditedMeantime
	}
	if _, ok := b.Else(id); !ok {
		return FreightChange{}, ErrLastFreight
	}
	return FreightChange{Was: &was}, nil
}

// leaving lists the templates that lose a province to a wish. Each has to be as it was seen.
func leaving(b FreightBook, wish FreightWish) (left []int64, err error) {
	wanted := func(province string) bool { return slices.Contains(wish.Provinces, province) }
	known := 0
	for _, p := range b.Uncovered {
		if wanted(p) {
			known++
		}
	}
	for _, t := range b.Templates {
		taken := 0
		for _, p := range t.Provinces {
			if wanted(p) {
				taken++
			}
		}
		known += taken
		if taken == 0 || t.ID == wish.ID {
			continue
		}
		if wish.Seen != nil && wish.Seen[t.ID] != t.Version {
			return nil, ErrEditedMeantime
		}
		left = append(left, t.ID)
	}
	if known != len(wish.Provinces) {
		return nil, apperr.ErrInvalid.WithField("provinces", "province_unknown")
	}
	return left, nil
}
