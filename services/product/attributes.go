package product

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/paging"
)

// AttrKind is what an attribute is for, as the column pms_attr.attr_type says it.
type AttrKind int

// A sale attribute tells the SKUs of a product apart, and the shopper chooses it; a specification is the same for all of them.
const (
	SaleAttribute AttrKind = 0
	SpecAttribute AttrKind = 1
)

// String is the kind in the words of the API.
func (k AttrKind) String() string {
	if k == SaleAttribute {
		return "sale"
	}
	return "spec"
}

// AttrKinds lists the kinds in the words of the API.
func AttrKinds() []string { return []string{SpecAttribute.String(), SaleAttribute.String()} }

// ParseAttrKind reads what String says.
func ParseAttrKind(text string) (AttrKind, bool) {
	switch text {
	case SaleAttribute.String():
		return SaleAttribute, true
	case SpecAttribute.String():
		return SpecAttribute, true
	}
	return 0, false
}

// Attr is an attribute of the goods of a category of level 3.
type Attr struct {
	ID         int64
	CategoryID int64
	Kind       AttrKind
	Name       string
	Values     []string // to choose from
	Multiple   bool     // a product may have several of them
	Searchable bool     // a filter of the search
	Off        bool     // offered no more
	GroupID    int64    // 0: none; sale attributes have none
	Sort       int
	Version    int64
	Goods      int64 // products, or SKUs, that have a value
}

// AttrGroup is a heading of the specifications of a category.
type AttrGroup struct {
	ID         int64
	CategoryID int64
	Name       string
	Sort       int
	Version    int64
}

// AttrQuery chooses attributes. What is zero chooses all.
type AttrQuery struct {
	CategoryID int64
	GroupID    int64
	Kind       *AttrKind
	Searchable *bool
	Name       string // how it begins
	Page       paging.Page
}

// AttrStore is the attributes and their groups in the database.
type AttrStore interface {
	Attrs(ctx context.Context, q AttrQuery) ([]Attr, int64, error)
	// Attr finds one; ErrNoAttr.
	Attr(ctx context.Context, id int64) (Attr, error)
	// AddAttr adds one behind the others; ErrNoCategory, ErrNoAttrGroup, ErrNameTaken.
	AddAttr(ctx context.Context, a Attr, by adminapi.By) (Attr, error)
	// ChangeAttr changes the version that was seen, but neither its kind nor its category; ErrNoAttr, ErrEditedMeantime, ErrNoAttrGroup,
	// ErrNameTaken. Goods that have the attribute follow its name.
	ChangeAttr(ctx context.Context, a Attr, by adminapi.By) (Attr, error)
	// RemoveAttr removes one that no goods have; ErrNoAttr, ErrAttrUsed.
	RemoveAttr(ctx context.Context, id int64, by adminapi.By) error
	// ArrangeAttrs orders the attributes of a kind in a category; ErrEditedMeantime where they are others.
	ArrangeAttrs(ctx context.Context, categoryID int64, kind AttrKind, ids []int64, by adminapi.By) error

	// AttrGroups lists the groups of a category in their order.
	AttrGroups(ctx context.Context, categoryID int64) ([]AttrGroup, error)
	// AddAttrGroup adds a group behind the others; ErrNoCategory, ErrNameTaken.
	AddAttrGroup(ctx context.Context, g AttrGroup, by adminapi.By) (AttrGroup, error)
	// ChangeAttrGroup renames the version that was seen; ErrNoAttrGroup, ErrEditedMeantime, ErrNameTaken.
	ChangeAttrGroup(ctx context.Context, g AttrGroup, by adminapi.By) (AttrGroup, error)
	// RemoveAttrGroup removes an empty group; ErrNoAttrGroup, ErrGroupUsed.
	RemoveAttrGroup(ctx context.Context, id int64, by adminapi.By) error
	// ArrangeAttrGroups orders the groups of a category; ErrEditedMeantime where they are others.
	ArrangeAttrGroups(ctx context.Context, categoryID int64, ids []int64, by adminapi.By) error
}

// Attrs lists attributes.
func (c *Classes) Attrs(ctx context.Context, q AttrQuery) ([]Attr, int64, error) {
	return c.store.Attrs(ctx, q)
}

// Attr finds an attribute.
func (c *Classes) Attr(ctx context.Context, id int64) (Attr, error) { return c.store.Attr(ctx, id) }

func (a *Attr) tidy() error {
	a.Name = strings.TrimSpace(a.Name)
	var f faults
	f.text(a.Name, maxClassName, true, "name")
	values := []string{}
	for i, value := range a.Values {
		value = strings.TrimSpace(value)
		f.text(value, MaxValue, true, "values[%d]", i)
		if strings.Contains(value, valueBreak) {
			f.add("invalid", "values[%d]", i)
		}
		if !slices.Contains(values, value) {
			values = append(values, value)
		}
	}
	a.Values = values
	if utf8.RuneCountInString(JoinValues(values)) > maxValues {
		f.add("too_long", "values")
	}
	if a.Kind == SaleAttribute && (a.Multiple || a.GroupID != 0) {
		f.add("invalid", "kind")
	}
	return f.done()
}

// AddAttr adds an attribute.
func (c *Classes) AddAttr(ctx context.Context, a Attr, by adminapi.By) (Attr, error) {
	if err := a.tidy(); err != nil {
		return Attr{}, err
	}
	return c.store.AddAttr(ctx, a, by)
}

// ChangeAttr changes an attribute; its kind and its category stay.
func (c *Classes) ChangeAttr(ctx context.Context, a Attr, by adminapi.By) (Attr, error) {
	before, err := c.store.Attr(ctx, a.ID)
	if err != nil {
		return Attr{}, err
	}
	a.Kind, a.CategoryID = before.Kind, before.CategoryID
	if err := a.tidy(); err != nil {
		return Attr{}, err
	}
	return c.store.ChangeAttr(ctx, a, by)
}

// RemoveAttr removes an attribute that no goods have.
func (c *Classes) RemoveAttr(ctx context.Context, id int64, by adminapi.By) error {
	return c.store.RemoveAttr(ctx, id, by)
}

// ArrangeAttrs orders the attributes of a kind in a category: all of them, each once.
func (c *Classes) ArrangeAttrs(ctx context.Context, categoryID int64, kind AttrKind, ids []int64, by adminapi.By) error {
	if len(ids) == 0 || len(distinct(ids)) != len(ids) {
		return apperr.ErrInvalid.WithField("ids", "invalid")
	}
	return c.store.ArrangeAttrs(ctx, categoryID, kind, ids, by)
}

// AttrGroups lists the groups of a category in their order.
func (c *Classes) AttrGroups(ctx context.Context, categoryID int64) ([]AttrGroup, error) {
	return c.store.AttrGroups(ctx, categoryID)
}

func (g *AttrGroup) tidy() error {
	g.Name = strings.TrimSpace(g.Name)
	var f faults
	f.text(g.Name, maxClassName, true, "name")
	return f.done()
}

// AddAttrGroup adds a group.
func (c *Classes) AddAttrGroup(ctx context.Context, g AttrGroup, by adminapi.By) (AttrGroup, error) {
	if err := g.tidy(); err != nil {
		return AttrGroup{}, err
	}
	return c.store.AddAttrGroup(ctx, g, by)
}

// ChangeAttrGroup renames a group.
func (c *Classes) ChangeAttrGroup(ctx context.Context, g AttrGroup, by adminapi.By) (AttrGroup, error) {
	if err := g.tidy(); err != nil {
		return AttrGroup{}, err
	}
	return c.store.ChangeAttrGroup(ctx, g, by)
}

// RemoveAttrGroup removes an empty group.
func (c *Classes) RemoveAttrGroup(ctx context.Context, id int64, by adminapi.By) error {
	return c.store.RemoveAttrGroup(ctx, id, by)
}

// ArrangeAttrGroups orders the groups of a category: all of them, each once.
func (c *Classes) ArrangeAttrGroups(ctx context.Context, categoryID int64, ids []int64, by adminapi.By) error {
	if len(ids) == 0 || len(distinct(ids)) != len(ids) {
		return apperr.ErrInvalid.WithField("ids", "invalid")
	}
	return c.store.ArrangeAttrGroups(ctx, categoryID, ids, by)
}

// Template is what is filled in for goods of a category: its brands, its specifications by group (those of none come last), and what its
// SKUs may differ in.
type Template struct {
	CategoryID int64
	Brands     []Named
	Groups     []TemplateGroup
	Sale       []Attr
}

// TemplateGroup is a heading of the specifications with its attributes; the last may have no name.
type TemplateGroup struct {
	AttrGroup
	Attrs []Attr
}

// mostAttrs bounds how many attributes a category has.
const mostAttrs = 1000

// Template reads what is filled in for goods of a category of level 3; ErrNoCategory. What is offered no more is left out.
func (c *Classes) Template(ctx context.Context, categoryID int64) (Template, error) {
	t := Template{CategoryID: categoryID, Brands: []Named{}, Groups: []TemplateGroup{}, Sale: []Attr{}}
	class, err := c.Class(ctx, categoryID)
	if err != nil {
		return t, err
	}
	if class.Level != levels {
		return t, ErrNoCategory
	}
	shown := false
	brands, _, err := c.store.BrandList(ctx, BrandQuery{CategoryID: categoryID, Hidden: &shown, Page: paging.Whole(mostAttrs)})
	if err != nil {
		return t, err
	}
	for _, b := range brands {
		t.Brands = append(t.Brands, Named{b.ID, b.Name})
	}
	groups, err := c.store.AttrGroups(ctx, categoryID)
	if err != nil {
		return t, err
	}
	attrs, _, err := c.store.Attrs(ctx, AttrQuery{CategoryID: categoryID, Page: paging.Whole(mostAttrs)})
	if err != nil {
		return t, err
	}
	for _, g := range append(groups, AttrGroup{CategoryID: categoryID}) {
		t.Groups = append(t.Groups, TemplateGroup{AttrGroup: g, Attrs: []Attr{}})
	}
	for _, a := range attrs {
		switch at := slices.IndexFunc(t.Groups, func(g TemplateGroup) bool { return g.ID == a.GroupID }); {
		case a.Off:
		case a.Kind == SaleAttribute:
			t.Sale = append(t.Sale, a)
		case at >= 0:
			t.Groups[at].Attrs = append(t.Groups[at].Attrs, a)
		}
	}
	if last := len(t.Groups) - 1; len(t.Groups[last].Attrs) == 0 {
		t.Groups = t.Groups[:last]
	}
	return t, nil
}
