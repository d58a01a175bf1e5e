package product

import (
	"context"
	"slices"
	"strings"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
)

// Class is a category as its desk sees it. Goods is how many products are in it, without those of the categories below.
type Class struct {
	Category
	NameEN  string
	Hidden  bool
	Version int64
	Goods   int64
}

// ClassNode is a category with what lies below it. All counts the products of it and of everything below.
type ClassNode struct {
	Class
	All      int64
	Children []ClassNode
}

// CategoryStore is the categories in the database.
type CategoryStore interface {
	// Classes lists all categories, hidden ones too.
	Classes(ctx context.Context) ([]Class, error)
	// AddClass adds a category behind its siblings; ErrNoCategory (its parent), ErrNameTaken.
	AddClass(ctx context.Context, c Class, by adminapi.By) (Class, error)
	// ChangeClass renames, hides or shows the version that was seen; ErrNoCategory, ErrEditedMeantime, ErrNameTaken.
	ChangeClass(ctx context.Context, c Class, by adminapi.By) (Class, error)
	// RemoveClass removes a category that nothing belongs to; ErrNoCategory, ErrCategoryUsed.
	RemoveClass(ctx context.Context, id int64, by adminapi.By) error
	// ArrangeClasses makes these the children of a parent, in this order; judge sees them and those that there are, locked.
	ArrangeClasses(ctx context.Context, parentID int64, ids []int64, judge func(parent *Class, present, wanted []Class) error, by adminapi.By) error
}

// Tree lists all categories as a tree.
func (c *Classes) Tree(ctx context.Context) ([]ClassNode, error) {
	all, err := c.store.Classes(ctx)
	if err != nil {
		return nil, err
	}
	return ClassTree(all), nil
}

// ClassTree puts categories below their parents, as Tree does.
func ClassTree(all []Class) []ClassNode {
	byID, plain := make(map[int64]Class, len(all)), make([]Category, len(all))
	for i, c := range all {
		byID[c.ID], plain[i] = c, c.Category
	}
	return dress(Tree(plain), byID)
}

func dress(nodes []Node, byID map[int64]Class) []ClassNode {
	dressed := make([]ClassNode, len(nodes))
	for i, n := range nodes {
		d := ClassNode{Class: byID[n.ID], Children: dress(n.Children, byID)}
		d.All = d.Goods
		for _, child := range d.Children {
			d.All += child.All
		}
		dressed[i] = d
	}
	return dressed
}

// Class finds one category.
func (c *Classes) Class(ctx context.Context, id int64) (Class, error) {
	all, err := c.store.Classes(ctx)
	if err != nil {
		return Class{}, err
	}
	at := slices.IndexFunc(all, func(k Class) bool { return k.ID == id })
	if at < 0 {
		return Class{}, ErrNoCategory
	}
	return all[at], nil
}

func (c *Class) tidy() error {
	c.Name, c.NameEN = strings.TrimSpace(c.Name), strings.TrimSpace(c.NameEN)
	var f faults
	f.text(c.Name, maxClassName, true, "name")
	f.text(c.NameEN, maxClassName, false, "nameEn")
	return f.done()
}

// AddClass adds a category below its parent; 0 is the top.
func (c *Classes) AddClass(ctx context.Context, class Class, by adminapi.By) (Class, error) {
	if err := class.tidy(); err != nil {
		return Class{}, err
	}
	defer c.menu.MenuChanged(ctx)
	return c.store.AddClass(ctx, class, by)
}

// ChangeClass renames, hides or shows a category.
func (c *Classes) ChangeClass(ctx context.Context, class Class, by adminapi.By) (Class, error) {
	if err := class.tidy(); err != nil {
		return Class{}, err
	}
	defer c.menu.MenuChanged(ctx)
	return c.store.ChangeClass(ctx, class, by)
}

// RemoveClass removes a category that nothing belongs to.
func (c *Classes) RemoveClass(ctx context.Context, id int64, by adminapi.By) error {
	defer c.menu.MenuChanged(ctx)
	return c.store.RemoveClass(ctx, id, by)
}

// Arrange makes ids the children of a parent, in this order: those that it has, and perhaps others of their level.
func (c *Classes) Arrange(ctx context.Context, parentID int64, ids []int64, by adminapi.By) error {
	if len(ids) == 0 || len(distinct(ids)) != len(ids) {
		return apperr.ErrInvalid.WithField("ids", "invalid")
	}
	defer c.menu.MenuChanged(ctx)
	return c.store.ArrangeClasses(ctx, parentID, ids, func(parent *Class, present, wanted []Class) error {
		return fits(parent, present, wanted, len(ids))
	}, by)
}

// fits judges an order of categories: none of the present ones may be missing, for somebody else has added it meanwhile, and all are of the
// level below the parent.
func fits(parent *Class, present, wanted []Class, count int) error {
	if len(wanted) != count {
		return ErrNoCategory
	}
	level := 1
	if parent != nil {
		level = parent.Level + 1
	}
	for _, w := range wanted {
		if w.Level != level {
			return apperr.ErrInvalid.WithField("ids", "level")
		}
		twin := func(other Class) bool { return other.ID != w.ID && strings.EqualFold(other.Name, w.Name) }
		if slices.ContainsFunc(wanted, twin) {
			return ErrNameTaken
		}
	}
	for _, p := range present {
		if !slices.ContainsFunc(wanted, func(w Class) bool { return w.ID == p.ID }) {
			return ErrEditedMeantime
		}
	}
	return nil
}

// Step is the children of a category's parent with the category one place earlier or later, for hands that do not drag; nil where it stands
// at the end.
func Step(nodes []ClassNode, id int64, earlier bool) (parentID int64, ids []int64) {
	siblings, parentID := siblings(nodes, 0, id)
	at := slices.IndexFunc(siblings, func(n ClassNode) bool { return n.ID == id })
	to := at + 1
	if earlier {
		to = at - 1
	}
	if at < 0 || to < 0 || to >= len(siblings) {
		return parentID, nil
	}
	for _, n := range siblings {
		ids = append(ids, n.ID)
	}
	ids[at], ids[to] = ids[to], ids[at]
	return parentID, ids
}

// siblings finds the list that holds a category, and whose children they are.
func siblings(nodes []ClassNode, parentID, id int64) ([]ClassNode, int64) {
	if slices.ContainsFunc(nodes, func(n ClassNode) bool { return n.ID == id }) {
		return nodes, parentID
	}
	for _, n := range nodes {
		if found, parent := siblings(n.Children, n.ID, id); found != nil {
			return found, parent
		}
	}
	return nil, 0
}
