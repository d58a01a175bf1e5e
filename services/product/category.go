package product

import "slices"

// Category is a category as it is stored.
type Category struct {
	ID       int64
	ParentID int64
	Level    int
	Name     string
	Sort     int
}

// Node is a category with what lies below it.
type Node struct {
	ID       int64
	Name     string
	Children []Node
}

// shows says whether a category of level 3 lies below one of level 1; a hidden one does not.
func (n Node) shows(leaf int64) bool {
	return slices.ContainsFunc(n.Children, func(middle Node) bool {
		return slices.ContainsFunc(middle.Children, func(l Node) bool { return l.ID == leaf })
	})
}

// Tree puts categories below their parents, in the order of their sort numbers. What hangs on no parent is left out, and so is what
// lies deeper than three levels, which also breaks circles.
func Tree(all []Category) []Node {
	below := map[int64][]Category{}
	for _, c := range all {
		below[c.ParentID] = append(below[c.ParentID], c)
	}
	for _, siblings := range below {
		slices.SortFunc(siblings, func(a, b Category) int {
			if a.Sort != b.Sort {
				return a.Sort - b.Sort
			}
			return int(a.ID - b.ID)
		})
	}
	return grow(below, 0, 1)
}

// levels is how deep the tree is.
const levels = 3

func grow(below map[int64][]Category, parent int64, level int) []Node {
	nodes := []Node{}
	if level > levels {
		return nodes
	}
	for _, c := range below[parent] {
		if c.Level == level {
			nodes = append(nodes, Node{ID: c.ID, Name: c.Name, Children: grow(below, c.ID, level+1)})
		}
	}
	return nodes
}
