package pages

import (
	"errors"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	"gulimall/pkg/apperr"
	"gulimall/pkg/server"
	"gulimall/services/member"
	"gulimall/web/page"
)

const (
	favouritesPath    = "/favourites.html"
	favouritesPerPage = 20
)

// favourites shows what the member keeps. Without the catalogue it says so.
func (p pages) favourites(c *gin.Context, memberID int64) error {
	ctx := c.Request.Context()
	n, err := server.Int(c, "page", 1, 1, maxPage)
	if err != nil {
		return err
	}
	m, err := p.Members.Find(ctx, memberID)
	if err != nil {
		return err
	}
	kept, total, err := p.Members.Favourites(ctx, memberID, (int(n)-1)*favouritesPerPage, favouritesPerPage)
	away := errors.Is(err, apperr.ErrUnavailable)
	if err != nil && !away {
		return err
	}
	link := func(n int) string { return favouritesPath + "?page=" + strconv.Itoa(n) }
	if len(kept) == 0 && n > 1 && !away { // the last of this page was removed
		c.Redirect(http.StatusSeeOther, p.Frame.Hosts().Member(link(max(1, (total+favouritesPerPage-1)/favouritesPerPage))))
		return nil
	}
	shown := page.Favourites{
		Base: p.base(c, p.Frame.Words(c).T("member.favourites_title"), favouritesPath, m), Items: favouriteCards(kept), Total: total, Limit: member.MaxFavourites, Away: away,
		Pager: page.NewPager(int(n), favouritesPerPage, total, link),
	}
	shown.Here = p.Frame.Hosts().Member(link(int(n)))
	return p.Frame.Show(c, http.StatusOK, "favourites", shown)
}

func favouriteCards(kept []member.ShownFavourite) []page.Favourite {
	cards := make([]page.Favourite, len(kept))
	for i, f := range kept {
		g := f.Goods
		cards[i] = page.Favourite{
			SKUID: f.SkuID, Title: g.Title, Image: g.Image, Attrs: g.Attrs, Price: g.Price, OnShelf: g.OnShelf, InStock: f.InStock, At: f.At,
		}
	}
	return cards
}

// favour keeps a SKU or lets it go, and leads back.
func (p pages) favour(c *gin.Context, memberID int64) error {
	origin := c.PostForm("originUrl")
	id, err := strconv.ParseInt(c.PostForm("skuId"), 10, 64)
	if err != nil || id < 1 {
		return apperr.ErrInvalid.WithField("skuId", "invalid")
	}
	ctx := c.Request.Context()
	switch c.PostForm("action") {
	case "add":
		err = p.Members.AddFavourite(ctx, memberID, id)
	case "remove":
		if err := p.Members.RemoveFavourite(ctx, memberID, id); err != nil {
			return err
		}
		return p.backTo(c, page.FlashSuccess, "member.favourite_removed", origin, favouritesPath)
	default:
		return apperr.ErrInvalid.WithField("action", "invalid")
	}
	switch {
	case errors.Is(err, member.ErrNoSku):
		return p.backTo(c, page.FlashWarning, "member.favourite_unknown", origin, favouritesPath)
	case errors.Is(err, member.ErrFavouriteLimit):
		return p.backTo(c, page.FlashWarning, "member.favourite_full", origin, favouritesPath)
	case err != nil:
		return err
	}
	return p.backTo(c, page.FlashSuccess, "member.favourite_added", origin, favouritesPath)
}
