package pages

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/paging"
	"gulimall/services/product"
	"gulimall/web/frame"
	"gulimall/web/page"
)

const arrangementPage = "/product/attrgroups.html"

// mostAttrs bounds how many attributes a category is shown with.
const mostAttrs = 1000

// arrangement shows the attributes of one category in their order.
func (k classes) arrangement(c *gin.Context) error {
	return k.showArrangement(c, http.StatusOK, max(frame.Wanted(c, "categoryId"), 0), "", page.FormErrors{})
}

func (k classes) showArrangement(c *gin.Context, status int, category int64, added string, wrong page.FormErrors) error {
	ctx := c.Request.Context()
	tree, err := k.uc.Tree(ctx)
	if err != nil {
		return err
	}
	shown := page.CatalogArrange{
		AdminBase: k.base(c, k.frame.Words(c).T("catalog.arrange"), "attributes"), Tops: leaves(tree, func(id int64) bool { return id == category }),
		CategoryID: category, Category: paths(tree)[category], MayWrite: k.frame.May(c, adminapi.ProductWrite), Added: added,
	}
	shown.Errors = wrong
	if category != 0 && shown.Category == "" {
		return product.ErrNoCategory
	}
	if category != 0 {
		groups, err := k.uc.AttrGroups(ctx, category)
		if err != nil {
			return err
		}
		attrs, _, err := k.uc.Attrs(ctx, product.AttrQuery{CategoryID: category, Page: paging.Whole(mostAttrs)})
		if err != nil {
			return err
		}
		shown.Groups, shown.Sale = arranged(groups, attrs)
	}
	return k.frame.Show(c, status, "adminattrgroups", shown)
}

// arranged puts attributes under their groups; those under none come last.
func arranged(groups []product.AttrGroup, attrs []product.Attr) (shown []page.CatalogGroup, sale []page.CatalogAttr) {
	for i, g := range groups {
		shown = append(shown, page.CatalogGroup{ID: g.ID, Version: g.Version, Name: g.Name, First: i == 0, Last: i == len(groups)-1})
	}
	shown = append(shown, page.CatalogGroup{})
	for _, a := range attrs {
		if a.Kind == product.SaleAttribute {
			sale = append(sale, catalogAttr(a))
			continue
		}
		i := slices.IndexFunc(shown, func(g page.CatalogGroup) bool { return g.ID == a.GroupID })
		if i < 0 { // its group has just gone
			i = len(shown) - 1
		}
		shown[i].Attrs = append(shown[i].Attrs, catalogAttr(a))
	}
	for i := range shown {
		ends(shown[i].Attrs)
	}
	ends(sale)
	if last := len(shown) - 1; len(shown[last].Attrs) == 0 {
		shown = shown[:last]
	}
	return shown, sale
}

// ends marks the first and the last of a list.
func ends(attrs []page.CatalogAttr) {
	for i := range attrs {
		attrs[i].First, attrs[i].Last = i == 0, i == len(attrs)-1
	}
}

// saveGroup adds or renames a group.
func (k classes) saveGroup(c *gin.Context, by adminapi.By) error {
	g := product.AttrGroup{
		ID: max(frame.Number(c.PostForm("id")), 0), CategoryID: frame.Wanted(c, "categoryId"), Name: strings.TrimSpace(c.PostForm("name")),
		Version: frame.Number(c.PostForm("version")),
	}
	told, added := "catalog.group_saved", ""
	var err error
	if g.ID == 0 {
		told, added = "catalog.group_added", g.Name
		_, err = k.uc.AddAttrGroup(c.Request.Context(), g, by)
	} else {
		_, err = k.uc.ChangeAttrGroup(c.Request.Context(), g, by)
	}
	return k.afterGroup(c, g.CategoryID, told, added, err)
}

// afterGroup shows a category's attributes after something was done to one of its groups, or refused.
func (k classes) afterGroup(c *gin.Context, category int64, told, added string, err error) error {
	switch {
	case err == nil:
		return k.done(c, told, at(arrangementPage, "categoryId", number(category)))
	case !frame.Expected(err), errors.Is(err, product.ErrNoCategory), errors.Is(err, product.ErrNoAttrGroup):
		return err
	}
	return k.showArrangement(c, apperr.From(err).Kind.Status(), category, added, k.frame.Wrong(c, err))
}

func (k classes) removeGroup(c *gin.Context, by adminapi.By) error {
	err := k.uc.RemoveAttrGroup(c.Request.Context(), max(frame.Number(c.PostForm("id")), 0), by)
	return k.afterGroup(c, frame.Wanted(c, "categoryId"), "catalog.group_removed", "", err)
}

// stepGroup moves a group one place.
func (k classes) stepGroup(c *gin.Context, by adminapi.By) error {
	ctx, category := c.Request.Context(), frame.Wanted(c, "categoryId")
	groups, err := k.uc.AttrGroups(ctx, category)
	if err != nil {
		return err
	}
	ids := make([]int64, len(groups))
	for i, g := range groups {
		ids[i] = g.ID
	}
	if ids = step(ids, slices.Index(ids, frame.Number(c.PostForm("id"))), c.PostForm("way") == "earlier"); ids != nil {
		if err := k.uc.ArrangeAttrGroups(ctx, category, ids, by); err != nil {
			return err
		}
	}
	c.Redirect(http.StatusSeeOther, at(arrangementPage, "categoryId", number(category)))
	return nil
}

// stepAttribute moves an attribute one place among those of its group.
func (k classes) stepAttribute(c *gin.Context, by adminapi.By) error {
	ctx := c.Request.Context()
	moved, err := k.uc.Attr(ctx, frame.Number(c.PostForm("id")))
	if err != nil {
		return err
	}
	all, _, err := k.uc.Attrs(ctx, product.AttrQuery{CategoryID: moved.CategoryID, Kind: &moved.Kind, Page: paging.Whole(mostAttrs)})
	if err != nil {
		return err
	}
	var beside []int64 // of the group, which is what is seen
	ids := make([]int64, len(all))
	for i, a := range all {
		ids[i] = a.ID
		if a.GroupID == moved.GroupID {
			beside = append(beside, a.ID)
		}
	}
	if to := step(slices.Clone(beside), slices.Index(beside, moved.ID), c.PostForm("way") == "earlier"); to != nil {
		for i, next := 0, 0; i < len(ids); i++ {
			if slices.Contains(beside, ids[i]) {
				ids[i] = to[next]
				next++
			}
		}
		if err := k.uc.ArrangeAttrs(ctx, moved.CategoryID, moved.Kind, ids, by); err != nil {
			return err
		}
	}
	c.Redirect(http.StatusSeeOther, at(arrangementPage, "categoryId", number(moved.CategoryID))+"#a"+number(moved.ID))
	return nil
}
