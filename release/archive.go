package main

import (
	"archive/tar"
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// imagesOf makes an archive for each image, with all architectures in it. No
// engine and no registry is asked: Alpine's root filesystems lie in a folder.
func (j *job) imagesOf(programs map[platform]string) (made []string, err error) {
	layers := map[platform][]blob{}
	for p, program := range programs {
		content, err := os.ReadFile(program)
		if err != nil {
			return nil, err
		}
		base, failed := baseLayer(j.base, p.arch)
		ours, err := programLayer(content)
		if err = errors.Join(failed, err); err != nil {
			return nil, err
		}
		layers[p] = []blob{base, ours}
	}
	for _, role := range imageRoles {
		var images []*image
		for _, p := range j.platforms {
			if layers[p] == nil {
				continue
			}
			one, err := newImage(role, j.version, p, layers[p])
			if err != nil {
				return nil, err
			}
			images = append(images, one)
		}
		name := repository(role) + "_" + j.version + ".oci.tar"
		packed, err := packImages(repository(role), j.version, images)
		if err == nil {
			err = os.WriteFile(filepath.Join(j.out, name), packed, 0o644)
		}
		if err != nil {
			return nil, err
		}
		made = append(made, name)
	}
	return made, nil
}

// packImages makes an archive in OCI's layout, whose index leads to the image of
// each architecture. Docker's older stores do not know indexes: for these there
// is a manifest.json, by which each image gets a tag of its own.
func packImages(name, version string, images []*image) ([]byte, error) {
	var manifests []blob
	type loaded struct {
		Config   string
		RepoTags []string
		Layers   []string
	}
	var older []loaded
	files := map[string][]byte{"oci-layout": []byte(`{"imageLayoutVersion":"1.0.0"}`)}
	keep := func(b blob) string {
		path := "blobs/" + strings.Replace(b.Digest, ":", "/", 1)
		files[path] = b.content
		return path
	}
	for _, one := range images {
		manifests = append(manifests, one.manifest)
		keep(one.manifest)
		entry := loaded{Config: keep(one.config), RepoTags: []string{name + ":" + version + "-" + one.platform.arch}}
		for _, layer := range one.layers {
			entry.Layers = append(entry.Layers, keep(layer))
		}
		older = append(older, entry)
	}
	index, failed := jsonBlob(ociIndex, map[string]any{"schemaVersion": 2, "mediaType": ociIndex, "manifests": manifests})
	keep(index)
	top, err := json.Marshal(map[string]any{"schemaVersion": 2, "mediaType": ociIndex, "manifests": []any{map[string]any{
		"mediaType": ociIndex, "digest": index.Digest, "size": index.Size, "annotations": map[string]string{
			"org.opencontainers.image.ref.name": version, "io.containerd.image.name": "docker.io/library/" + name + ":" + version,
		},
	}}})
	listed, unlisted := json.Marshal(older)
	files["index.json"], files["manifest.json"] = top, listed
	if err := errors.Join(failed, err, unlisted); err != nil {
		return nil, err
	}
	return packFiles(files)
}

// packFiles makes a tar of files, in the order of their names.
func packFiles(files map[string][]byte) ([]byte, error) {
	var names []string
	for name := range files {
		names = append(names, name)
	}
	slices.Sort(names)
	var packed bytes.Buffer
	archive := tar.NewWriter(&packed)
	for _, name := range names {
		header := &tar.Header{Name: name, Typeflag: tar.TypeReg, Mode: 0o644, Size: int64(len(files[name])), ModTime: epoch}
		if err := archive.WriteHeader(header); err != nil {
			return nil, err
		}
		if _, err := archive.Write(files[name]); err != nil {
			return nil, err
		}
	}
	err := archive.Close()
	return packed.Bytes(), err
}
