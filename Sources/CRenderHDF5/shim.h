#include <hdf5.h>

// What the library has as macros that call functions, or that change with its version.

static inline hid_t hdf5_default(void) { return H5P_DEFAULT; }
static inline hid_t hdf5_all(void) { return H5S_ALL; }
static inline hid_t hdf5_file_access(void) { return H5P_FILE_ACCESS; }
static inline hid_t hdf5_native_float(void) { return H5T_NATIVE_FLOAT; }
static inline hid_t hdf5_link_creation(void) { return H5P_LINK_CREATE; }
static inline hid_t hdf5_dataset_creation(void) { return H5P_DATASET_CREATE; }
static inline hid_t hdf5_file_float(void) { return H5T_IEEE_F32LE; }
static inline unsigned hdf5_truncate(void) { return H5F_ACC_TRUNC; }
static inline unsigned hdf5_read_only(void) { return H5F_ACC_RDONLY; }

/// Errors are told by return values alone.
static inline void hdf5_silence(void) { H5Eset_auto2(H5E_DEFAULT, NULL, NULL); }

/// Positive where the link leads to an object of this file, without a detour over a name.
static inline int hdf5_is_hard_link(hid_t group, const char *name) {
  H5L_info_t info;
  return H5Lget_info(group, name, &info, H5P_DEFAULT) >= 0 && info.type == H5L_TYPE_HARD;
}
