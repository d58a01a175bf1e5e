package pages

import (
	"errors"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
	"gulimall/services/product"
	"gulimall/web/frame"
	"gulimall/web/page"
)

const categoriesPage = "/product/categories.html"

// categories shows the tree; ?open names the category whose branch is open.
func (k classes) categories(c *gin.Context) error {
	tree, err := k.uc.Tree(c.Request.Context())
	if err != nil {
		return err
	}
	may := k.frame.May(c, adminapi.ProductWrite)
	shown := page.CatalogCategories{
		AdminBase: k.base(c, k.frame.Words(c).T("admin.page.categories"), "categories"), MayWrite: may,
		Nodes: catalogNodes(tree, frame.Wanted(c, "open"), may), CSV: "/product/categories.csv",
	}
	return k.frame.Show(c, http.StatusOK, "admincategories", shown)
}

func catalogNodes(nodes []product.ClassNode, open int64, may bool) []page.CatalogNode {
	all := make([]page.CatalogNode, len(nodes))
	for i, n := range nodes {
		all[i] = catalogNode(n.Class)
		all[i].All, all[i].Children, all[i].MayWrite = n.All, catalogNodes(n.Children, open, may), may
		all[i].First, all[i].Last = i == 0, i == len(nodes)-1
		all[i].Open = n.ID == open
		for _, child := range all[i].Children {
			all[i].Open = all[i].Open || child.Open
		}
	}
	return all
}

func catalogNode(c product.Class) page.CatalogNode {
	return page.CatalogNode{ID: c.ID, ParentID: c.ParentID, Level: c.Level, Name: c.Name, NameEN: c.NameEN, Hidden: c.Hidden, Goods: c.Goods}
}

func (k classes) categoriesCSV(c *gin.Context) error {
	tree, err := k.uc.Tree(c.Request.Context())
	if err != nil {
		return err
	}
	words := k.frame.Words(c)
	head := []string{words.T("catalog.number"), words.T("catalog.path"), words.T("catalog.name_en"), words.T("catalog.goods"), words.T("catalog.hidden")}
	return frame.SendCSV(c, "categories", head, categoryLines(tree, "", words.T("catalog.yes")))
}

func categoryLines(nodes []product.ClassNode, above, yes string) (lines [][]string) {
	for _, n := range nodes {
		hidden := ""
		if n.Hidden {
			hidden = yes
		}
		lines = append(lines, []string{number(n.ID), above + n.Name, n.NameEN, number(n.All), hidden})
		lines = append(lines, categoryLines(n.Children, above+n.Name+" / ", yes)...)
	}
	return lines
}

func (k classes) categoryPage(c *gin.Context) error {
	form := product.Class{Category: product.Category{ParentID: max(frame.Wanted(c, "parentId"), 0)}}
	if id := frame.Wanted(c, "id"); id != 0 {
		var err error
		if form, err = k.uc.Class(c.Request.Context(), id); err != nil {
			return err
		}
	}
	return k.showCategory(c, http.StatusOK, form, nil, page.FormErrors{})
}

func (k classes) showCategory(c *gin.Context, status int, form product.Class, present *product.Class, wrong page.FormErrors) error {
	title := "catalog.category_add"
	if form.ID != 0 {
		title = "catalog.category_edit"
	}
	shown := page.CatalogCategory{AdminBase: k.base(c, k.frame.Words(c).T(title), "categories"), Form: catalogNode(form), Version: form.Version}
	shown.Errors = wrong
	if form.ParentID != 0 {
		parent, err := k.uc.Class(c.Request.Context(), form.ParentID)
		if err != nil {
			return err
		}
		shown.Parent = parent.Name
	}
	if present != nil {
		now := catalogNode(*present)
		shown.Present = &now
	}
	return k.frame.Show(c, status, "admincategory", shown)
}

// saveCategory adds or changes a category. Where somebody else changed it meanwhile, the form shows how it is now beside what was typed, and
// sends that over it when it is sent again.
func (k classes) saveCategory(c *gin.Context, by adminapi.By) error {
	ctx := c.Request.Context()
	typed := product.Class{
		Category: product.Category{ID: max(frame.Wanted(c, "id"), 0), ParentID: max(frame.Wanted(c, "parentId"), 0), Name: strings.TrimSpace(c.PostForm("name"))},
		NameEN:   strings.TrimSpace(c.PostForm("nameEn")), Hidden: c.PostForm("hidden") != "", Version: frame.Number(c.PostForm("version")),
	}
	told := "catalog.category_saved"
	var saved product.Class
	var err error
	if typed.ID == 0 {
		told = "catalog.category_added"
		saved, err = k.uc.AddClass(ctx, typed, by)
	} else {
		saved, err = k.uc.ChangeClass(ctx, typed, by)
	}
	if err == nil {
		return k.done(c, told, branch(saved.ID))
	}
	if !frame.Expected(err) || errors.Is(err, product.ErrNoCategory) {
		return err
	}
	var present *product.Class
	if typed.ID != 0 {
		now, findErr := k.uc.Class(ctx, typed.ID)
		if findErr != nil {
			return findErr
		}
		typed.ParentID = now.ParentID
		if errors.Is(err, product.ErrEditedMeantime) {
			present, typed.Version = &now, now.Version
		}
	}
	return k.showCategory(c, apperr.From(err).Kind.Status(), typed, present, k.frame.Wrong(c, err))
}

// branch is the tree at a category.
func branch(id int64) string { return at(categoriesPage, "open", number(id)) + "#c" + number(id) }

func (k classes) removeCategory(c *gin.Context, by adminapi.By) error {
	form, err := k.uc.Class(c.Request.Context(), frame.Wanted(c, "id"))
	if err != nil {
		return err
	}
	err = k.uc.RemoveClass(c.Request.Context(), form.ID, by)
	switch {
	case errors.Is(err, product.ErrCategoryUsed):
		return k.showCategory(c, http.StatusConflict, form, nil, k.frame.Wrong(c, err))
	case err != nil:
		return err
	case form.ParentID == 0:
		return k.done(c, "catalog.category_removed", categoriesPage)
	}
	return k.done(c, "catalog.category_removed", branch(form.ParentID))
}

// stepCategory moves a category one place, for hands that do not drag.
func (k classes) stepCategory(c *gin.Context, by adminapi.By) error {
	tree, err := k.uc.Tree(c.Request.Context())
	if err != nil {
		return err
	}
	id := frame.Number(c.PostForm("id"))
	if parent, ids := product.Step(tree, id, c.PostForm("way") == "earlier"); ids != nil {
		if err := k.uc.Arrange(c.Request.Context(), parent, ids, by); err != nil {
			return err
		}
	}
	c.Redirect(http.StatusSeeOther, branch(id))
	return nil
}
