package server

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"reflect"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"
	"github.com/go-playground/validator/v10"

	"gulimall/pkg/apperr"
)

// MaxBody is the largest body of a request, in bytes (api.md: 1 MiB).
const MaxBody = 1 << 20

// controls are the characters that no line of text has.
const controls = "\x00\x01\x02\x03\x04\x05\x06\x07\x08\t\n\x0b\x0c\r\x0e\x0f\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1a\x1b\x1c\x1d\x1e\x1f\x7f"

// Decoder reads and checks JSON bodies.
type Decoder struct{ validate *validator.Validate }

// NewDecoder makes a decoder; it names fields as JSON does. Besides the tags of the validator there is "line": a text without control characters.
func NewDecoder() *Decoder {
	v := validator.New(validator.WithRequiredStructEnabled())
	v.RegisterTagNameFunc(func(f reflect.StructField) string {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		return name
	})
	v.RegisterAlias("line", "excludesall="+controls)
	return &Decoder{v}
}

// JSON reads one JSON value into out and checks its validate tags. It refuses unknown fields, wrong types, anything behind the
// value, and bodies over MaxBody, with the errors of api.md.
func (d *Decoder) JSON(c *gin.Context, out any) error {
	body := json.NewDecoder(http.MaxBytesReader(c.Writer, c.Request.Body, MaxBody))
	body.DisallowUnknownFields()
	if err := body.Decode(out); err != nil {
		return decodeError(err)
	}
	if _, err := body.Token(); !errors.Is(err, io.EOF) {
		return decodeError(err)
	}
	return d.Check(out)
}

// Check applies validate tags, field by field.
func (d *Decoder) Check(out any) error {
	err := d.validate.Struct(out)
	var faults validator.ValidationErrors
	if !errors.As(err, &faults) {
		return err
	}
	refused := apperr.ErrInvalid
	for _, f := range faults {
		_, path, _ := strings.Cut(f.Namespace(), ".")
		refused = refused.WithField(path, faultCode(f))
	}
	return refused
}

// decodeError tells what was wrong with a body.
func decodeError(err error) error {
	var tooLarge *http.MaxBytesError
	var wrongType *json.UnmarshalTypeError
	switch {
	case errors.As(err, &tooLarge):
		return apperr.ErrTooLarge.Wrap(err)
	case errors.As(err, &wrongType):
		return apperr.ErrInvalid.WithField(wrongType.Field, "type").Wrap(err)
	case err != nil && strings.HasPrefix(err.Error(), "json: unknown field "):
		name, unquoteErr := strconv.Unquote(strings.TrimPrefix(err.Error(), "json: unknown field "))
		if unquoteErr != nil {
			name = ""
		}
		return apperr.ErrUnknown.WithField(name, "unknown").Wrap(err)
	}
	return apperr.ErrMalformed.Wrap(err)
}

// faultCode words a failed validate tag as one of the catalogue's field codes.
func faultCode(f validator.FieldError) string {
	isText := f.Kind() == reflect.String
	switch f.Tag() {
	case "required":
		return "required"
	case "max", "lte", "lt":
		if isText {
			return "too_long"
		}
		return "range"
	case "min", "gte", "gt":
		if isText {
			return "too_short"
		}
		return "range"
	}
	return "invalid"
}

// ID reads a path parameter that must be a positive integer; anything else names nothing that exists.
func ID(c *gin.Context, name string) (int64, error) {
	id, err := strconv.ParseInt(c.Param(name), 10, 64)
	if err != nil || id <= 0 {
		return 0, apperr.ErrNotFound
	}
	return id, nil
}

// Int reads a query parameter between low and high; absent or empty means def, anything else is refused.
func Int(c *gin.Context, name string, def, low, high int64) (int64, error) {
	text := c.Query(name)
	if text == "" {
		return def, nil
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < low || n > high {
		return 0, apperr.ErrInvalid.WithField(name, "range")
	}
	return n, nil
}
