package pages

import (
	"errors"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/csvfile"
	"gulimall/pkg/paging"
	"gulimall/services/product"
	"gulimall/web/frame"
	"gulimall/web/page"
)

// attrQuery reads what the list is asked for.
func attrQuery(c *gin.Context) product.AttrQuery {
	q := product.AttrQuery{CategoryID: frame.Wanted(c, "categoryId"), Name: strings.TrimSpace(c.Query("name")), Page: frame.Sheet(c)}
	if kind, ok := product.ParseAttrKind(c.Query("kind")); ok {
		q.Kind = &kind
	}
	if searchable := c.Query("searchable"); searchable == "true" || searchable == "false" {
		yes := searchable == "true"
		q.Searchable = &yes
	}
	return q
}

func (k classes) attributes(c *gin.Context) error {
	ctx := c.Request.Context()
	q := attrQuery(c)
	found, total, err := k.uc.Attrs(ctx, q)
	if err != nil {
		return err
	}
	tree, err := k.uc.Tree(ctx)
	if err != nil {
		return err
	}
	shown := page.CatalogAttributes{
		AdminBase: k.base(c, k.frame.Words(c).T("admin.page.attributes"), "attributes"), Name: q.Name, Category: max(q.CategoryID, 0),
		Tops:  leaves(tree, func(id int64) bool { return id == q.CategoryID }),
		Kinds: k.frame.Options(c, "catalog.kind.", c.Query("kind"), product.AttrKinds()...), Searchable: k.frame.Options(c, "catalog.filter.", c.Query("searchable"), "true", "false"),
		Filtered: q.CategoryID != 0 || q.Name != "" || q.Kind != nil || q.Searchable != nil, MayWrite: k.frame.May(c, adminapi.ProductWrite), CSV: frame.File(c),
		Pager: frame.Pager(c, q.Page, total),
	}
	if shown.Rows, err = k.attrRows(c, found, paths(tree)); err != nil {
		return err
	}
	return k.frame.Show(c, http.StatusOK, "adminattributes", shown)
}

// attrRows words attributes, with the names of their categories and groups.
func (k classes) attrRows(c *gin.Context, found []product.Attr, categories map[int64]string) ([]page.CatalogAttr, error) {
	groups := map[int64]map[int64]string{}
	rows := make([]page.CatalogAttr, len(found))
	for i, a := range found {
		if groups[a.CategoryID] == nil && a.GroupID != 0 {
			all, err := k.uc.AttrGroups(c.Request.Context(), a.CategoryID)
			if err != nil {
				return nil, err
			}
			groups[a.CategoryID] = map[int64]string{}
			for _, g := range all {
				groups[a.CategoryID][g.ID] = g.Name
			}
		}
		rows[i] = catalogAttr(a)
		rows[i].Category, rows[i].Group = categories[a.CategoryID], groups[a.CategoryID][a.GroupID]
	}
	return rows, nil
}

func catalogAttr(a product.Attr) page.CatalogAttr {
	return page.CatalogAttr{
		ID: a.ID, CategoryID: a.CategoryID, Version: a.Version, Goods: a.Goods, Kind: a.Kind.String(), Name: a.Name, Values: a.Values,
		Multiple: a.Multiple, Searchable: a.Searchable, Off: a.Off,
	}
}

func (k classes) attributesCSV(c *gin.Context) error {
	q := attrQuery(c)
	q.Page = paging.Whole(csvfile.MostRows)
	found, _, err := k.uc.Attrs(c.Request.Context(), q)
	if err != nil {
		return err
	}
	tree, err := k.uc.Tree(c.Request.Context())
	if err != nil {
		return err
	}
	rows, err := k.attrRows(c, found, paths(tree))
	if err != nil {
		return err
	}
	words := k.frame.Words(c)
	yes := map[bool]string{true: words.T("catalog.yes")}
	head := []string{
		words.T("catalog.number"), words.T("catalog.attribute"), words.T("catalog.kind_is"), words.T("catalog.category"), words.T("catalog.group"),
		words.T("catalog.values"), words.T("catalog.multiple"), words.T("catalog.searchable"), words.T("catalog.off"), words.T("catalog.goods"),
	}
	lines := make([][]string, len(rows))
	for i, a := range rows {
		lines[i] = []string{
			number(a.ID), a.Name, words.T("catalog.kind." + a.Kind), a.Category, a.Group, strings.Join(a.Values, " / "), yes[a.Multiple], yes[a.Searchable], yes[a.Off],
			number(a.Goods),
		}
	}
	return frame.SendCSV(c, "attributes", head, lines)
}

func (k classes) attributePage(c *gin.Context) error {
	kind, _ := product.ParseAttrKind(c.Query("kind")) // a sale attribute where it says nothing
	form := product.Attr{CategoryID: frame.Wanted(c, "categoryId"), Kind: kind, GroupID: max(frame.Wanted(c, "groupId"), 0)}
	if id := frame.Wanted(c, "id"); id != 0 {
		var err error
		if form, err = k.uc.Attr(c.Request.Context(), id); err != nil {
			return err
		}
	}
	return k.showAttribute(c, http.StatusOK, form, nil, page.FormErrors{})
}

func (k classes) showAttribute(c *gin.Context, status int, form product.Attr, present *product.Attr, wrong page.FormErrors) error {
	ctx := c.Request.Context()
	tree, err := k.uc.Tree(ctx)
	if err != nil {
		return err
	}
	names := paths(tree)
	if names[form.CategoryID] == "" {
		return product.ErrNoCategory
	}
	groups, err := k.uc.AttrGroups(ctx, form.CategoryID)
	if err != nil {
		return err
	}
	title := "catalog.attribute_add_" + form.Kind.String()
	if form.ID != 0 {
		title = "catalog.attribute_edit"
	}
	shown := page.CatalogAttrEdit{
		AdminBase: k.base(c, k.frame.Words(c).T(title), "attributes"), Form: catalogAttr(form), Values: strings.Join(form.Values, "\n"),
	}
	shown.Errors, shown.Form.Category = wrong, names[form.CategoryID]
	for _, g := range groups {
		shown.Groups = append(shown.Groups, page.Option{Value: number(g.ID), Label: g.Name, Selected: g.ID == form.GroupID})
	}
	if present != nil {
		now := catalogAttr(*present)
		for _, g := range groups {
			if g.ID == present.GroupID {
				now.Group = g.Name
			}
		}
		shown.Present = &now
	}
	return k.frame.Show(c, status, "adminattribute", shown)
}

// saveAttribute adds or changes an attribute.
func (k classes) saveAttribute(c *gin.Context, by adminapi.By) error {
	ctx := c.Request.Context()
	kind, _ := product.ParseAttrKind(c.Query("kind"))
	typed := product.Attr{
		ID: max(frame.Wanted(c, "id"), 0), CategoryID: frame.Wanted(c, "categoryId"), Kind: kind, Version: frame.Number(c.PostForm("version")),
		Name: strings.TrimSpace(c.PostForm("name")), Values: lines(c.PostForm("values")), Multiple: c.PostForm("multiple") != "",
		Searchable: c.PostForm("searchable") != "", Off: c.PostForm("off") != "", GroupID: max(frame.Number(c.PostForm("groupId")), 0),
	}
	told := "catalog.attribute_saved"
	var saved product.Attr
	var err error
	if typed.ID == 0 {
		told = "catalog.attribute_added"
		saved, err = k.uc.AddAttr(ctx, typed, by)
	} else {
		saved, err = k.uc.ChangeAttr(ctx, typed, by)
	}
	if err == nil {
		return k.done(c, told, at(arrangementPage, "categoryId", number(saved.CategoryID)))
	}
	if !frame.Expected(err) || errors.Is(err, product.ErrNoAttr) || errors.Is(err, product.ErrNoCategory) {
		return err
	}
	var present *product.Attr
	if typed.ID != 0 {
		now, findErr := k.uc.Attr(ctx, typed.ID)
		if findErr != nil {
			return findErr
		}
		typed.CategoryID, typed.Kind, typed.Goods = now.CategoryID, now.Kind, now.Goods
		if errors.Is(err, product.ErrEditedMeantime) {
			present, typed.Version = &now, now.Version
		}
	}
	return k.showAttribute(c, apperr.From(err).Kind.Status(), typed, present, valuesWrong(k.frame.Wrong(c, err)))
}

// lines are the lines of a text that say something.
func lines(text string) []string {
	all := []string{}
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			all = append(all, line)
		}
	}
	return all
}

// valuesWrong brings the mistakes of values to their one field.
func valuesWrong(form page.FormErrors) page.FormErrors {
	for i, f := range form.Fields {
		form.Fields[i].Field, _, _ = strings.Cut(f.Field, "[")
	}
	return form
}

func (k classes) removeAttribute(c *gin.Context, by adminapi.By) error {
	form, err := k.uc.Attr(c.Request.Context(), frame.Wanted(c, "id"))
	if err != nil {
		return err
	}
	err = k.uc.RemoveAttr(c.Request.Context(), form.ID, by)
	if errors.Is(err, product.ErrAttrUsed) {
		return k.showAttribute(c, http.StatusConflict, form, nil, k.frame.Wrong(c, err))
	}
	if err != nil {
		return err
	}
	return k.done(c, "catalog.attribute_removed", at(arrangementPage, "categoryId", number(form.CategoryID)))
}
